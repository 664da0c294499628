/** Old and new: two columns with a line where they part, and the table of a token's reach. Made for a projector and for paper. */
export const comparePage = `
.own main:has(> .compare) { max-width: 1440px; }
.compare { display: grid; gap: 24px; }
.compare > *, .compare > section > * { min-width: 0; }
.compare > section { display: grid; gap: 16px; }
.compare h2 { margin-top: 24px; font: 600 var(--huge) var(--sans); }
.compare h3 { margin: 0; font: 600 var(--large) var(--sans); }
.compare mark { background: none; color: inherit; font-weight: 600; border-bottom: 3px solid var(--accent); }
.compare .choices { display: flex; flex-wrap: wrap; align-items: end; gap: 16px; max-width: none; }
.compare .choices .field { flex: 0 1 280px; min-width: 0; }
.notice { display: grid; gap: 8px; padding: 24px; border: 1px dashed var(--edge); border-radius: 12px; background: var(--surface); }
.notice ul { display: grid; gap: 8px; list-style: disc; padding-inline-start: 24px; }

.ways { display: grid; gap: 24px; }
.way {
  display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 8px 48px; padding: 24px; border: 1px solid var(--line);
  border-radius: 12px; background: var(--surface);
}
.way > h3, .parting { grid-column: 1 / -1; }
.compare .count { display: inline-block; min-width: 24px; color: var(--muted); }
.parting { position: relative; padding-block: 8px; color: var(--muted); border-bottom: 1px solid var(--line); }
.parts > .parting { border-bottom: 4px solid var(--accent); color: var(--text); font: 600 var(--large) var(--sans); }
.marked { display: inline-block; margin-inline-end: 8px; padding: 1px 9px; border: 1px solid var(--edge); border-radius: 999px; color: var(--muted); font: 600 var(--small) var(--sans); vertical-align: 1px; }
.parts .marked { border: 1px solid var(--accent); border-radius: 0; background: var(--accent); color: var(--on-accent); }
.side { position: relative; display: grid; align-content: start; gap: 16px; min-width: 0; padding-top: 8px; }
.side + .side::before {
  content: ''; position: absolute; inset-block: 0; inset-inline-start: -25px; border-inline-start: 1px solid var(--line);
}
.parts .side + .side::before { border-inline-start: 4px solid var(--accent); }
.flow { font: 600 var(--normal) var(--sans); }
.side > .flow { color: var(--muted); }
.absent { padding: 24px; border: 1px dashed var(--edge); border-radius: 8px; color: var(--muted); text-align: center; }

/* a page of the service in small */
.seen { display: grid; gap: 8px; padding: 16px; border: 1px solid var(--edge); border-radius: 8px; background: var(--ground); }
.where { margin: -8px -8px 0; color: var(--muted); font: 14px/20px var(--mono); }
.line.is-heading { font: 600 var(--large) var(--sans); }
.line.is-group { font-weight: 600; }
.line.is-scope { padding-inline-start: 16px; border-inline-start: 2px solid var(--line); }
.line.is-field { padding: 3px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); color: var(--muted); }
.line.is-choice::before { content: '○' / ''; margin-inline-end: 8px; }
.line.is-choice.chosen { font-weight: 600; }
.line.is-choice.chosen::before { content: '●' / ''; }
.line.is-button { justify-self: start; padding: 3px 16px; border: 1px solid var(--edge); border-radius: 6px; background: var(--surface); }
.line.is-button.chosen { border: 2px solid var(--accent); font-weight: 600; }
.line.is-button.chosen::before { content: '▸ ' / ''; }

.side details > summary { max-width: 100%; font: var(--small) var(--sans); }
.exchanges { display: grid; gap: 12px; }
.exchanges > li { padding-inline-start: 16px; border-inline-start: 2px solid var(--line); }
.request code { font-weight: 600; }
.status { margin-top: 4px; }
.pairs { display: grid; gap: 0; margin-top: 4px; }
.pairs > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; }
.pairs dt { flex: none; color: var(--muted); font: 14px/20px var(--mono); }
.pairs dd { min-width: 0; }
.call { display: grid; gap: 4px; padding: 12px 16px; border: 1px solid var(--line); border-inline-start: 8px solid var(--line); border-radius: 8px; }
.call.opened { border-inline-start-color: var(--accent); }
.result { font: var(--large) var(--sans); }
.call.opened .result::before { content: '✓ ' / ''; color: var(--accent); font-weight: 600; }
.refused-call .result::before { content: '✕ ' / ''; color: var(--danger); font-weight: 600; }

.rule { padding: 24px; border-inline-start: 8px solid var(--accent); background: var(--surface); }
.rule > p { max-width: 80ch; font: var(--large) var(--sans); }
.rule > .hint { font: var(--small) var(--sans); }
.own .rule h2 { margin-top: 0; }

.stolen { font: var(--large) var(--sans); }
.stolen > code { font-size: 20px; font-weight: 600; }
.bound { display: inline-flex; flex-wrap: wrap; gap: 0 16px; color: var(--muted); font: var(--small) var(--sans); }
.compare .tokens { display: grid; gap: 8px; margin-top: 8px; }
.compare .tokens a {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; padding: 11px 16px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--surface); color: var(--text); text-decoration: none;
}
.compare .tokens a:hover { border-color: var(--accent); background: var(--accent-soft); }
.compare .tokens a[aria-current] { border-color: var(--accent); box-shadow: inset 4px 0 var(--accent); }

.verdicts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 24px; }
.verdict-card { display: grid; align-content: start; gap: 8px; padding: 24px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
.number { font: 600 var(--huge) var(--sans); }
.opened-orgs { display: flex; flex-wrap: wrap; gap: 8px 24px; }

.scroll { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
.reach-table { border: 0; border-collapse: separate; }
.reach-table th, .reach-table td { padding: 8px 2px; }
.reach-table thead th { padding: 8px 4px; vertical-align: bottom; }
.reach-table .column { text-align: center; }
.reach-table .column span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; text-align: start; }
.reach-table thead th { overflow-wrap: normal; }
.reach-table thead th:first-child, .reach-table .org-cell { padding-inline-start: 16px; }
.reach-table .org-cell { width: auto; min-width: 240px; vertical-align: middle; }
.org-cell > * { margin-inline-end: 4px; }
.org-cell strong, .org-cell .portal-name, .org-cell .host { display: block; }
.org-cell .portal-name, .org-cell .host { color: var(--muted); font: var(--small) var(--sans); }
.org-cell .host { font: 14px/20px var(--mono); }
.reach-table .rule-cell { width: auto; padding-inline: 8px; white-space: nowrap; border-inline: 1px solid var(--line); color: var(--muted); font: 600 var(--small) var(--sans); vertical-align: middle; }
.reach-table td { min-width: 48px; border-inline-start: 1px solid var(--line); font: var(--small) var(--sans); text-align: center; vertical-align: middle; overflow-wrap: normal; }
.reach-table tbody:nth-of-type(n + 2) tr:first-child > * { border-top: 2px solid var(--edge); }
.sign { display: block; font: 600 var(--normal) var(--sans); }
td.opened { background: var(--accent); color: var(--on-accent); font-weight: 600; }
td.refused, td.not-asked, td.elsewhere, td.unclear { color: var(--muted); }
td.refused .sign { color: var(--danger); }
td.not-asked { background: repeating-linear-gradient(135deg, var(--inset) 0 4px, var(--surface) 4px 8px); }
.legend { display: flex; flex-wrap: wrap; gap: 8px 24px; color: var(--muted); font: var(--small) var(--sans); }
.legend .sign { display: inline-block; min-width: 24px; border: 1px solid var(--line); text-align: center; }
.legend .sign.opened { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.legend .sign.refused { color: var(--danger); }
.refusals ul { display: grid; gap: 4px; margin-top: 8px; }

@media (max-width: 760px) {
  .way { grid-template-columns: minmax(0, 1fr); padding: 16px; gap: 16px; }
  .side + .side { padding-top: 16px; }
  .side + .side::before { inset-block: 0 auto; inset-inline: 0; border-inline-start: 0; border-top: 1px solid var(--line); }
  .parts .side + .side::before { border-inline-start: 0; border-top: 4px solid var(--accent); }
  .rule { padding: 16px; }
  .choices .field, .choices button { flex: 1 1 100%; }
}

@page compare { size: A4 landscape; margin: 12mm; }

@media print {
  .own:has(.compare) { page: compare; }
  /* what lies in a grid is not broken across pages well */
  .compare, .compare > section, .ways { display: block; }
  .compare > *, .compare > section > *, .way { margin-bottom: 16px; }
  .compare .choices, .pick, .compare .pager { display: none; }
  .way { break-inside: avoid; padding: 16px 0 0; border-width: 1px 0 0; border-radius: 0; }
  .ways, .reach-table { zoom: 0.8; }
  .compare h2, .verdicts { break-after: avoid; }
  .seen, .call, .exchanges > li, .verdict-card, .reach-table tbody, .rule { break-inside: avoid; }
  .reach { break-before: page; }
  .scroll { overflow: visible; border: 0; }
  .reach-table th, .reach-table td { padding: 2px; }
  .reach-table .org-cell { min-width: 0; padding-inline-start: 0; }
  .reach-table td { min-width: 0; border: 1px solid var(--line); }
  .org-cell .host, .org-cell .portal-name { display: none; }
  /* without grounds: what opens has a heavy frame, the rest a thin one */
  td.opened { background: none; color: var(--text); outline: 2px solid var(--text); outline-offset: -3px; }
  .parts .marked, .legend .sign.opened { background: none; color: var(--text); }
  .call.opened { border-inline-start-style: double; }
}
`
