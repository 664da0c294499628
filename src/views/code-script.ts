import { hash } from 'node:crypto'

/**
 * The one script of the pages that stand for Zoho's, on the page that shows a self client's code: copies it, and counts down
 * how long it works. The page says all it has to say without it.
 */
export const codeScript = `
for (const button of document.querySelectorAll('button[data-copies]')) {
  const source = document.getElementById(button.dataset.copies)
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.textContent)
    } catch {
      getSelection().selectAllChildren(source)
      document.execCommand('copy')
    }
    button.textContent = 'Copied'
  })
}
for (const left of document.querySelectorAll('[data-seconds-left]')) {
  const end = performance.now() + Number(left.dataset.secondsLeft) * 1000
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000))
    left.textContent = seconds > 0 ? Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0') + ' left' : 'expired'
    if (seconds > 0) setTimeout(tick, 1000)
  }
  tick()
}
`

let file: string | undefined

/** Its file name, which changes with what it says. */
export function codeScriptFile(): string {
  file ??= `code-${hash('sha1', codeScript).slice(0, 12)}.js`
  return file
}
