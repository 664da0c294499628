/** The API console: wider than Zoho's other pages, with cards, tabs, things to copy, and portals beside their orgs. */
export const consolePages = `
.zoho main:has(> .console) { max-width: 880px; }
.console-top {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 24px; margin-bottom: 24px;
  padding-bottom: 15px; border-bottom: 1px solid var(--line);
}
.console-top > a { color: var(--text); font-weight: 600; text-decoration: none; }
.console-top > a:hover { text-decoration: underline; }
.console-top .hint a { margin-inline-start: 8px; white-space: nowrap; }
.console form { justify-items: start; max-width: 560px; }
.console form > .field { width: 100%; }
.zoho .console form > .primary { width: auto; min-width: 144px; }
.zoho .console .actions { display: flex; flex-wrap: wrap; gap: 16px; }
.title-row { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 16px; }
.console-empty { padding: 24px 0 8px; text-align: center; }
.console-empty .button { margin-top: 24px; }

.field textarea, .field select {
  width: 100%; min-height: 48px; padding: 11px 16px; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--surface); color: var(--text); font: var(--normal) var(--sans); resize: vertical;
}
.field textarea:focus-visible, .field select:focus-visible {
  outline-offset: 0; border-radius: 8px; border-color: var(--accent);
}
.field textarea[aria-invalid], .field select[aria-invalid] {
  border: 2px solid var(--danger); outline-color: var(--danger);
}

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 256px), 1fr)); gap: 16px; margin-top: 24px; }
/* wide enough for a client id in one line */
.cards.clients { grid-template-columns: repeat(auto-fill, minmax(min(100%, 352px), 1fr)); }
.cards > li { min-width: 0; }
.client-card {
  display: grid; align-content: start; gap: 4px; height: 100%; padding: 16px; border: 1px solid var(--edge);
  border-radius: 8px; color: var(--text); text-decoration: none; transition: background-color 120ms, border-color 120ms;
}
.client-card:hover { border-color: var(--accent); background: var(--accent-soft); color: var(--text); }
.client-card:focus-visible { border-radius: 8px; }
.client-card strong { font-weight: 600; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
.client-card code { color: var(--muted); }
.type-card {
  display: grid; grid-template-rows: auto 1fr auto; gap: 8px; height: 100%; padding: 16px;
  border: 1px solid var(--line); border-radius: 8px;
}
.type-card p { color: var(--muted); font: var(--small) var(--sans); }
.type-card .button { justify-self: start; margin-top: 8px; }

.tabs { display: flex; flex-wrap: wrap; gap: 0 24px; margin-top: 24px; border-bottom: 1px solid var(--line); }
.tabs a { padding: 12px 0 9px; border-bottom: 3px solid transparent; color: var(--muted); font-weight: 600; text-decoration: none; }
.tabs a:hover { border-color: var(--edge); color: var(--text); }
.tabs a[aria-current] { border-color: var(--accent); color: var(--text); }

.console .facts { margin-top: 24px; }
.console h2 { margin-top: 32px; }
.console .cards h2, .console .panes h2 { margin-top: 0; }
.copyable {
  display: block; margin-top: 4px; padding: 11px 16px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--inset); color: var(--text); white-space: pre-wrap; overflow-wrap: anywhere; user-select: all;
}
.copyable + details { margin-top: 8px; }
summary { width: fit-content; color: var(--accent); cursor: pointer; }
summary:hover { color: var(--accent-strong); }
.console details form { margin-top: 8px; gap: 16px; }
.danger { border-color: var(--danger); color: var(--danger); }
.danger:hover { border-color: var(--danger); background: var(--danger-soft); color: var(--danger); }
.done { margin-top: 24px; padding: 12px 16px; border-left: 4px solid var(--accent); background: var(--accent-soft); }
.apart { margin-top: 32px; padding-top: 24px; border-top: 1px solid var(--line); }

.console fieldset > legend { margin-bottom: 8px; font-weight: 600; }
.data-centers { width: 100%; }
.data-centers .check { min-height: 40px; padding-block: 4px; row-gap: 0; }
.data-centers .hint { margin-inline-start: auto; text-align: end; }

/* portals at the left, the environments of the chosen one at the right */
.panes { display: grid; grid-template-columns: 240px minmax(0, 1fr); gap: 24px; align-items: start; }
.asked { margin-block: 24px 16px; }
.panes > * { min-width: 0; }
.console .panes form { max-width: none; margin-top: 0; }
.console .portals { gap: 8px; }
.portals button { width: 100%; text-align: start; }
.portals button[aria-current] { border-color: var(--accent); background: var(--accent-soft); box-shadow: inset 4px 0 var(--accent); }
.portals button[aria-current]:dir(rtl) { box-shadow: inset -4px 0 var(--accent); }
.panes .portal { width: 100%; }
.panes .actions {
  position: sticky; bottom: 0; z-index: 1; width: 100%; padding-block: 16px;
  border-top: 1px solid var(--line); background: var(--surface);
}
.panes .nothing { padding: 24px 16px; border: 1px dashed var(--edge); border-radius: 8px; color: var(--muted); text-align: center; }
.panes h2 { margin-bottom: 8px; font: 600 var(--small) var(--sans); }
.panes .portal h2 { margin: 0; font: 600 var(--normal) var(--sans); }

@media (max-width: 640px) {
  .panes { grid-template-columns: minmax(0, 1fr); }
  .data-centers .check { flex-wrap: wrap; }
  .data-centers .hint { width: 100%; margin-inline-start: 32px; text-align: start; }
}

@media print {
  .tabs, details, .console-top .hint a { display: none; }
  .panes .actions { position: static; }
  .client-card, .type-card { break-inside: avoid; }
}
button.copy { margin-top: 8px; padding: 4px 16px; width: auto; }
button[hidden] { display: none; }
`
