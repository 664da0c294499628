/** Copies what stands in the element that a button names in `data-copies`. Without it nobody sees the buttons. */
export const copyScript = `
let copied = null
for (const button of document.querySelectorAll('button[data-copies]')) {
  const source = document.getElementById(button.dataset.copies)
  const word = button.firstChild
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.textContent)
    } catch {
      getSelection().selectAllChildren(source)
      document.execCommand('copy')
    }
    if (copied) copied.textContent = 'Copy'
    word.textContent = 'Copied'
    copied = word
  })
}
`
