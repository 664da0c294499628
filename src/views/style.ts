/** The one style sheet of all pages; served once and cached. */
export const styleSheet = `
:root { color-scheme: light dark; --fg: #1b1f24; --bg: #f5f6f8; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
`
