import { copyScript } from './copy-script.ts'

/**
 * The one script of the pages that stand for Zoho's, on the page that shows a self client's code: copies it, and counts down
 * how long it works. The page says all it has to say without it.
 */
export const codeScript = `${copyScript}
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
