/** What pages of both families are made of: text, links, buttons, fields, lists of facts, the badges of environments. */
export const parts = `
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--ground); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; color: var(--text); font: var(--normal) var(--sans); overflow-wrap: anywhere; }
h1, h2, p, ul, ol, dl, dd, pre, fieldset { margin: 0; padding: 0; border: 0; }
h1 { font: 600 var(--huge) var(--sans); letter-spacing: -0.01em; text-wrap: balance; }
h2 { font: 600 var(--normal) var(--sans); }
ul, ol { list-style: none; }
code, pre, .zgid { font-family: var(--mono); font-size: 14px; line-height: 20px; }
.hint { color: var(--muted); font: var(--small) var(--sans); }
.zgid { color: var(--muted); }
.refused { color: var(--danger); }

a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }

button, .button {
  display: inline-block; min-height: 48px; padding: 11px 24px; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--surface); color: var(--text); font: 600 var(--normal) var(--sans); text-align: center;
  text-decoration: none; cursor: pointer; transition: background-color 120ms, border-color 120ms;
}
button:hover, .button:hover { background: var(--accent-soft); border-color: var(--accent); color: var(--text); }
.primary { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.primary:hover { border-color: var(--accent-strong); background: var(--accent-strong); color: var(--on-accent); }
button:focus-visible, .button:focus-visible { border-radius: 8px; }

.field { display: grid; gap: 8px; }
.field label { font-weight: 600; }
.field input {
  width: 100%; height: 48px; padding: 0 16px; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--surface); color: var(--text); font: var(--normal) var(--sans);
}
.field input:focus-visible { outline-offset: 0; border-radius: 8px; border-color: var(--accent); }
.field input[aria-invalid] { border: 2px solid var(--danger); outline-color: var(--danger); }
.error { padding-left: 16px; border-left: 4px solid var(--danger); color: var(--danger); font-weight: 600; }
input[type='radio'], input[type='checkbox'] {
  width: 20px; height: 20px; margin: 2px; accent-color: var(--accent); flex: none;
}
.check { display: flex; align-items: center; gap: 8px; min-height: 32px; cursor: pointer; }

.facts { display: grid; gap: 16px; }
.facts dt { color: var(--muted); font: var(--small) var(--sans); }
.facts dd code { overflow-wrap: anywhere; }

/* each environment has a colour, a word and a shape */
.badge {
  display: inline-block; padding: 1px 9px; border: 1px solid; font: 600 var(--small) var(--sans);
  overflow-wrap: normal; white-space: nowrap; vertical-align: baseline;
}
.badge.production {
  border-color: var(--production-ground); border-radius: 6px;
  background: var(--production-ground); color: var(--on-production);
}
.badge.sandbox {
  border-style: dashed; border-radius: 999px; background: var(--sandbox-ground); color: var(--sandbox);
}
.badge.developer {
  border-left-width: 8px; border-radius: 0; background: var(--developer-ground); color: var(--developer);
}

@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { transition: none !important; scroll-behavior: auto !important; }
}

@media print {
  :root { --ground: #ffffff; --inset: #ffffff; --line: #8a8f98; --muted: #3a4049; }
  body { font-size: 14px; line-height: 20px; }
  /* printers leave grounds out, so shapes have to do without */
  .badge.production { border: 2px solid; background: none; color: var(--production); }
  .badge.sandbox, .badge.developer { background: none; }
  a { color: inherit; }
  button, .button { transition: none; }
  .primary { background: none; color: inherit; }
  :focus-visible, :has(:focus-visible) { outline: none !important; }
}
`
