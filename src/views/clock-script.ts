/** Lets the world's clock run on the page, and says where its slider leads. Without it the buttons move the clock as well. */
export const clockScript = `
const reading = document.querySelector('[data-now]')
const [start, loadedAt] = [Number(reading.dataset.now), performance.now()]
const now = () => start + ('frozen' in reading.dataset ? 0 : performance.now() - loadedAt)
const written = at => new Date(at).toISOString().slice(0, 19).replace('T', ' ') + ' UTC'
const tick = () => {
  reading.textContent = written(now())
  setTimeout(tick, 1000 - (now() % 1000))
}
if (!('frozen' in reading.dataset)) tick()

const slider = document.querySelector('[data-steps]')
if (slider) {
  const form = slider.form
  const steps = JSON.parse(slider.dataset.steps)
  const show = () => {
    const { duration, words, ms } = steps[slider.value]
    form.elements.advance.value = duration
    form.querySelector('output').textContent = words + ', to ' + written(now() + ms)
    slider.setAttribute('aria-valuetext', words)
  }
  form.hidden = false
  slider.addEventListener('input', show)
  show()
}
`
