/** What the emulator's own pages list: things to copy, people, clients, orgs, modules, records, grants, and the way through pages. */
export const ownLists = `
button.small { min-height: 32px; padding: 3px 12px; font: 600 var(--small) var(--sans); }
.own select, .own .field input:not([type='range']) {
  width: 100%; min-width: 0; height: 40px; min-height: 40px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--surface); color: var(--text); font: var(--normal) var(--sans);
}
.own select:focus-visible { outline-offset: 0; border-radius: 8px; }
.own .field label { font: 600 var(--small) var(--sans); }
.own .field input[type='range'] { width: 100%; height: 24px; padding: 0; margin: 0; accent-color: var(--accent); }
.own [hidden] { display: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.beside { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
.beside > input, .beside > select { flex: 1 1 128px; }
form.beside { gap: 8px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 304px), 1fr)); gap: 16px; align-items: end; }
.pair .beside { flex-wrap: nowrap; gap: 8px; }
.pair .beside > input { flex-basis: 0; }
.title-row > h1, .title-row > h2 { flex: 1 1 auto; }
.own .title-row h2 { font: 600 var(--large) var(--sans); }
.count { color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; letter-spacing: 0; }
.empty { padding: 24px; border: 1px dashed var(--edge); border-radius: 12px; color: var(--muted); }
.own main > .empty { max-width: none; }
.banner { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 16px 32px; }
.banner > div { flex: 1 1 320px; }
.banner > div > p { margin-top: 4px; color: var(--muted); }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 24px 48px; align-items: start; }
.strip.roomy { grid-template-columns: repeat(auto-fit, minmax(min(100%, 288px), 1fr)); }
.reading { font: 600 var(--huge) var(--mono); letter-spacing: -0.03em; font-variant-numeric: tabular-nums; }
.card > .reading { color: var(--text); }
.line { display: block; }

.choices { display: flex; flex-wrap: wrap; gap: 4px; }
.choices a { padding: 1px 8px; border: 1px solid transparent; border-radius: 6px; font: var(--small) var(--mono); }
.choices a[aria-current] { border-color: var(--accent); background: var(--accent-soft); color: var(--text); text-decoration: none; }
.copy-line { display: flex; align-items: start; justify-content: space-between; gap: 12px; }
.copy-line code { min-width: 0; padding-block: 4px; }
.copy-line button { flex: none; min-height: 28px; padding: 1px 10px; }
.copy-line + .copy-line { margin-top: 4px; }

/* entries of a list that have several parts */
.rows { border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
.rows > li { display: grid; gap: 12px 24px; padding: 16px 24px; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); gap: 8px 32px; }
.rows .facts .facts { grid-template-columns: minmax(0, 1fr); margin-top: 8px; }
.rows.clients .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); }
.row-title { font-weight: 600; }
.row-title .hint { font-weight: 400; }
.members { display: grid; gap: 16px; }
.own form.members { max-width: none; }
.members .rows > li { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
.members .rows > li > .facts { grid-column: 1; grid-row: 2; }
.members .rows > li > button { grid-column: 2; grid-row: 1 / 3; }
.field.inline { grid-template-columns: auto minmax(0, 320px); justify-content: start; align-items: center; gap: 8px 16px; }

.pager { display: flex; flex-wrap: wrap; align-items: baseline; gap: 8px 24px; }
.block .pager { margin-top: -4px; }
.scroller { overflow-x: auto; }
.scroller:focus-visible { border-radius: 12px; }

.org-list { border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
.org-list li {
  display: grid; grid-template-columns: minmax(0, 1fr) 104px 160px 72px; align-items: baseline; gap: 4px 16px;
  padding: 11px 24px 12px;
}
.org-list li > .badge { justify-self: start; }
.org-list li > .hint { text-align: end; }
.org-list li + li { border-top: 1px solid var(--line); }
.module-list { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 224px), 1fr)); gap: 8px 32px; }
.module-list li {
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 8px; padding-bottom: 7px;
  border-bottom: 1px solid var(--line);
}
.records { border-collapse: separate; }
.records th, .records td {
  max-width: 288px; padding: 7px 16px 8px; overflow: hidden; font: var(--small) var(--sans); text-overflow: ellipsis;
  white-space: nowrap;
}
.records thead th { font-weight: 600; }
.records tbody th { width: auto; overflow: visible; font-family: var(--mono); }

.scope-list { display: flex; flex-wrap: wrap; gap: 4px 16px; color: var(--muted); }
.tokens { display: grid; grid-template-columns: auto minmax(0, auto) minmax(0, 1fr); gap: 4px 24px; }
.tokens li { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; align-items: baseline; }
.tokens li.hint { display: block; }

@media (max-width: 640px) {
  .rows > li { padding: 16px; }
  .members .rows > li { grid-template-columns: minmax(0, 1fr); }
  .members .rows > li > button { grid-column: 1; grid-row: auto; justify-self: start; }
  .field.inline { grid-template-columns: minmax(0, 1fr); }
  .org-list li { grid-template-columns: minmax(0, 1fr) auto; padding: 11px 16px 12px; }
  .tokens { grid-template-columns: minmax(0, 1fr) auto; }
  .tokens li > code { grid-row: 2; }
  .reading { font-size: 20px; line-height: 28px; }
}

@media print {
  .own form, .copy-line button, .pager, .choices { display: none; }
  .own form.members { display: block; }
  .own form.members .field, .own form.members button { display: none; }
  .rows > li, .org-list li { break-inside: avoid; }
  .scroller { overflow: visible; }
  .records td { white-space: normal; }
  time[title]::after { content: ' (' attr(title) ')'; }
}
`
