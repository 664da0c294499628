/** The list of requests, one line each, and one request with its checks and both its messages. */
export const ownRequests = `
.live { display: flex; align-items: center; gap: 16px; color: var(--muted); font: var(--small) var(--sans); }
.filters { display: flex; flex-wrap: wrap; align-items: end; gap: 16px; }
.own form.filters { max-width: none; }
.filters .field { flex: 1 1 160px; max-width: 320px; }
.filters .check { min-height: 40px; }
.filters button.small { min-height: 40px; padding-inline: 24px; }

.calls {
  display: grid; grid-template-columns: auto auto minmax(0, 6fr) minmax(0, 6fr) auto minmax(0, 5fr); gap: 0;
  border: 1px solid var(--line); border-radius: 12px; background: var(--surface);
}
.calls li {
  display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; align-items: baseline; column-gap: 16px;
  padding: 7px 16px 8px;
}
.calls li + li { border-top: 1px solid var(--line); }
.calls .when { color: var(--muted); font: var(--small) var(--sans); white-space: nowrap; }
.method { font: 600 14px/20px var(--mono); }
h1 .method { font: inherit; color: var(--muted); }
.calls a { font: 14px/20px var(--mono); }
.calls .host { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; }
.calls .status { font-weight: 600; white-space: nowrap; }
.calls .status::before { content: '✓ ' / ''; color: var(--accent); }
.calls .refusal .status { color: var(--danger); }
.calls .refusal .status::before { content: '✕ ' / ''; color: inherit; }
.calls .whose { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; font: var(--small) var(--sans); }
.calls .whose code { color: var(--muted); }
.calls .why {
  grid-column: 3 / -1; display: -webkit-box; overflow: hidden; color: var(--danger); font: var(--small) var(--sans);
  -webkit-box-orient: vertical; -webkit-line-clamp: 2;
}
.after { margin-top: 16px; }

.verdict {
  display: grid; gap: 8px; padding: 16px 24px; border: 1px solid var(--line); border-left: 8px solid var(--accent);
  border-radius: 12px; background: var(--surface);
}
.verdict h2 { font: 600 var(--large) var(--sans); }
.verdict > .checks { margin-top: 8px; }
.refused-verdict { border-color: var(--danger); background: var(--danger-soft); }
.refused-verdict h2, .refused-verdict .hint { color: var(--danger); }
.refused-verdict .checks dt { color: inherit; }
.checks { display: grid; gap: 0; }
.checks li { position: relative; display: grid; gap: 0 24px; padding: 8px 0 8px 32px; }
.checks li + li { border-top: 1px solid var(--line); }
.checks.card { padding: 8px 24px; }
.checks li::before { position: absolute; left: 4px; top: 8px; font-weight: 600; }
.checks .passed::before { content: '✓' / ''; color: var(--accent); }
.checks .failed::before { content: '✕' / ''; color: var(--danger); }
.checks .not_reached::before { content: '–' / ''; color: var(--muted); }
.checks .not_reached { color: var(--muted); }
.check-name { font-weight: 600; }
.not_reached .check-name { font-weight: 400; }
.check-name .hint { font-weight: 400; }
.checks .failed > .check-name { color: var(--danger); }
.checks dl { display: grid; }
.checks dl div { display: grid; grid-template-columns: 72px minmax(0, 1fr); gap: 8px; }
.checks dt { color: var(--muted); font: var(--small) var(--sans); }
.checks dd { font: 14px/20px var(--mono); }

.first-line code { color: var(--text); }
.headers { display: grid; gap: 4px; }
.headers div { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); gap: 0 16px; }
.headers dt, .headers dd { font: 14px/20px var(--mono); }
.headers dt { color: var(--muted); }
.body { max-height: 640px; overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--inset); }
.body pre { padding: 12px 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
.lines { display: grid; gap: 4px; }

@media (min-width: 900px) {
  .checks li { grid-template-columns: 272px minmax(0, 1fr); }
  .checks .passed dl { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 24px; }
  .checks .passed dl div { grid-template-columns: auto minmax(0, 1fr); }
}

@media (max-width: 900px) {
  .calls { grid-template-columns: minmax(0, 1fr); }
  .calls li { display: flex; flex-wrap: wrap; gap: 4px 12px; padding: 11px 16px 12px; }
  .calls a { flex: 1 1 100%; order: -1; }
  .calls .host, .calls .why { flex: 1 1 100%; }
}

@media print {
  .calls li, .checks li { break-inside: avoid; }
  .body { max-height: none; overflow: visible; }
  .verdict { background: none; }
  .screen-only, .live, .own main > nav, .banner > .button { display: none; }
  .calls .why { display: block; }
}
`
