/** Zoho's family: one column under a bar, with the emulator's own voice set apart where it speaks. */
export const zohoPages = `
.zoho { --gap: 32px; display: flex; flex-direction: column; min-height: 100vh; scroll-padding: 64px 0 128px; }
.bar {
  padding: 6px 16px 10px; background: var(--bar); color: var(--on-bar); font: var(--small) var(--mono);
  text-align: center; text-wrap: balance; position: relative;
}
.bar::after {
  content: ''; position: absolute; inset: auto 0 0; height: 4px;
  background: repeating-linear-gradient(135deg, var(--on-bar) 0 8px, var(--bar) 8px 16px);
}
.zoho main {
  width: 100%; max-width: 440px; margin: 48px auto 24px; padding: var(--gap);
  border: 1px solid var(--line); border-radius: 12px; background: var(--surface);
}
.zoho footer {
  max-width: 440px; margin: 0 auto; padding: 0 var(--gap) 48px; color: var(--muted); font: var(--small) var(--sans);
  text-align: center;
}
.question { font: 600 var(--large) var(--sans); letter-spacing: 0; }
.question strong { color: var(--accent); font-weight: 600; }
.zoho .lead { margin-top: 8px; color: var(--muted); }
.zoho .lead strong { color: var(--text); }
.zoho form { display: grid; gap: 24px; margin-top: 24px; }
.zoho form > .primary { width: 100%; }
.links { display: flex; flex-wrap: wrap; gap: 8px 24px; margin-top: 24px; }
.who { color: var(--muted); font: var(--small) var(--sans); }
.who a { white-space: nowrap; }

/* the emulator speaks for itself: another ground, a dashed edge, its name in front */
.own-voice {
  margin: var(--gap) calc(-1 * var(--gap)) calc(-1 * var(--gap)); padding: 24px var(--gap);
  border-top: 1px dashed var(--edge); border-radius: 0 0 11px 11px; background: var(--inset);
}
.own-voice::before {
  content: 'zoho-emulator'; display: block; margin-bottom: 8px; color: var(--muted); font: var(--small) var(--mono);
}
.own-voice h2 + p { margin-top: 4px; }
.own-voice .facts { margin-top: 16px; gap: 8px; }
.people form { margin-top: 16px; gap: 8px; }
.person {
  display: grid; justify-items: start; width: 100%; min-height: 56px; padding: 7px 16px; border-color: var(--line);
}
.person > * { text-align: left; }

/* the way on stays in view, however long the list above it */
.decision { position: sticky; bottom: 0; z-index: 1; }
.zoho .decision {
  display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 16px; width: auto;
  margin: var(--gap) calc(-1 * var(--gap)) calc(-1 * var(--gap)); padding: 16px var(--gap);
  border-top: 1px solid var(--line); border-radius: 0 0 11px 11px; background: var(--surface);
}

.orgs { display: grid; gap: 24px; }
.portal { border: 1px solid var(--line); border-radius: 8px; }
.portal h2 {
  position: sticky; top: 0; z-index: 1; padding: 12px 16px 11px; border-bottom: 1px solid var(--line);
  border-radius: 7px 7px 0 0; background: var(--inset);
}
.portal fieldset { min-width: 0; padding: 16px 8px 8px; }
.portal fieldset + fieldset { border-top: 1px solid var(--line); }
.portal legend { float: left; width: 100%; margin-bottom: 8px; padding: 0 8px; font: 600 var(--small) var(--sans); }
.portal legend + * { clear: both; }
fieldset.production legend { color: var(--production); }
fieldset.sandbox legend { color: var(--sandbox); }
fieldset.developer legend { color: var(--developer); }
.choice {
  display: grid; grid-template: 'radio name badge' 'radio zgid badge' / 24px minmax(0, 1fr) auto; column-gap: 8px;
  align-items: center; min-height: 56px; padding: 7px; border: 1px solid transparent; border-radius: 8px;
  cursor: pointer; transition: background-color 120ms, border-color 120ms;
}
.choice input { grid-area: radio; }
.choice .name { grid-area: name; font-weight: 600; }
.choice .badge { grid-area: badge; }
.choice .zgid { grid-area: zgid; }
.choice:hover { border-color: var(--edge); }
.choice:has(:checked) { border-color: var(--accent); background: var(--accent-soft); }
.choice:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 1px; }
.choice :focus-visible { outline: none; }

.target { margin-top: 8px; }
.target .org { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 8px; margin-top: 8px; font: var(--large) var(--sans); }
.note { margin-top: 16px; padding: 12px 16px; border-left: 4px solid var(--edge); background: var(--inset); }
.note .badges { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.scopes { margin: 24px 0; border-block: 1px solid var(--line); }
.scopes li { padding: 12px 0 11px; }
.scopes li + li { border-top: 1px solid var(--line); }
.scopes code { display: block; color: var(--muted); }

@media (max-width: 480px) {
  .zoho { --gap: 16px; background: var(--surface); }
  .zoho main { margin: 16px 0 24px; border-width: 0 0 1px; border-radius: 0; }
  .own-voice, .zoho .decision { border-radius: 0; }
  .choice { grid-template: 'radio name name' 'radio zgid badge' / 24px auto minmax(0, 1fr); row-gap: 4px; }
  .choice .badge { justify-self: start; }
}

@media print {
  .bar { border-bottom: 1px solid; background: none; color: inherit; }
  .bar::after { content: none; }
  .zoho main { max-width: none; margin: 24px 0; padding: 0; border: 0; }
  .zoho { --gap: 0px; }
  .portal h2, .decision { position: static; }
  .choice, .scopes li { break-inside: avoid; }
  .own-voice { padding: 16px 0; }
}
.app {
  margin-top: 24px;
}

.app > :not(h2) {
  margin: 16px;
}
`
