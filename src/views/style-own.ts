/** The emulator's own pages: a fluid grid of cards, and the line and table that say how far a token reaches. */
export const ownPages = `
.own { --page: 1120px; --side: 32px; }
.own.wide { --page: 1440px; }
.own > header {
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 32px;
  padding: 7px max(var(--side), (100% - var(--page)) / 2 + var(--side)) 0; border-bottom: 1px solid var(--line);
  background: var(--surface);
}
.own > header > span { padding: 8px 0; }
.own > header nav { display: flex; flex-wrap: wrap; gap: 0 24px; }
.own > header nav a {
  padding: 8px 0 5px; border-bottom: 3px solid transparent; color: var(--muted); font-weight: 600; text-decoration: none;
}
.own > header nav a:hover { border-color: var(--edge); color: var(--text); }
.own > header nav a[aria-current] { border-color: var(--accent); color: var(--text); }
.wordmark { color: var(--text); font: 600 16px/24px var(--mono); text-decoration: none; }
.version { color: var(--muted); font: var(--small) var(--mono); }
.own main { display: grid; gap: 24px; max-width: var(--page); margin: 0 auto; padding: 40px var(--side) 64px; }
.own main > *, .card > *, .grid > * { min-width: 0; }
.own .lead { margin-top: -16px; max-width: 70ch; color: var(--muted); font: var(--normal) var(--sans); }
.own .lead code { color: var(--text); }

.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 24px; }
.card {
  display: grid; align-content: start; gap: 16px; padding: 24px; border: 1px solid var(--line); border-radius: 12px;
  background: var(--surface);
}
.card h2 { font: 600 var(--large) var(--sans); }
.card > p { color: var(--muted); }
.strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); gap: 16px 24px; }
.received.facts { grid-template-columns: minmax(0, 1fr); }
.own form, .own main > p { max-width: 70ch; }
pre.card { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
.block { display: grid; gap: 16px; }
.block > h2 { font: 600 var(--large) var(--sans); }
.block > p { margin-top: -12px; color: var(--muted); }

/* who gave whom access to what, as a line of three stations */
.binding { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); }
.binding li { position: relative; padding: 32px 24px 0 0; }
.binding li::before {
  content: ''; position: absolute; top: 0; left: 0; width: 16px; height: 16px; border: 4px solid var(--accent);
  border-radius: 50%; background: var(--surface);
}
.binding li:not(:last-child)::after {
  content: ''; position: absolute; top: 6px; left: 16px; right: 0; height: 4px; background: var(--accent);
}
.binding li:last-child::before { background: var(--accent); }
.binding .kind { display: block; color: var(--muted); font: var(--small) var(--sans); }
.binding .what { display: block; font-weight: 600; }
.binding .badges { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 8px; margin-top: 4px; }

table { width: 100%; border: 1px solid var(--line); border-radius: 12px; border-spacing: 0; background: var(--surface); }
th, td { padding: 12px 16px; text-align: start; vertical-align: baseline; }
thead th { color: var(--muted); font: 600 var(--small) var(--sans); }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody th { width: 40%; font-weight: 400; }
tbody th code { display: block; margin-top: 4px; }
tbody .hint { display: block; }
.closed strong, .closed code { color: var(--muted); }
.outcome::before { content: '✓ ' / ''; color: var(--accent); font-weight: 600; }
.closed .outcome::before { content: '✕ ' / ''; color: var(--danger); }

@media (max-width: 640px) {
  .own { --side: 16px; }
  .own > header nav { gap: 0 16px; }
  .own main { padding-block: 24px 48px; }
  .card { padding: 16px; }
  .binding { grid-template-columns: minmax(0, 1fr); }
  .binding li { padding: 0 0 24px 32px; }
  .binding li:last-child { padding-bottom: 0; }
  .binding li::before { top: 2px; }
  .binding li:not(:last-child)::after { top: 18px; bottom: -2px; left: 6px; right: auto; width: 4px; height: auto; }
  th, td { padding: 12px 8px; }
}

@media print {
  .own > header { padding-inline: 0; }
  .own > header nav { display: none; }
  .own main { padding: 16px 0; }
  .card, tr, .binding { break-inside: avoid; }
  .binding li::after { border-top: 4px solid; }
}
`
