/**
 * Keeps the parts of a page up to date that carry `data-refreshes`: when the emulator has answered a request, the page is
 * fetched again and those parts are exchanged, so that only the server knows how they look. Can be paused.
 */
export const liveScript = `
const bar = document.querySelector('[data-events]')
const word = bar.querySelector('[role=status]')
const button = bar.querySelector('button')
let source = null
let waiting = false
let isBusy = false

const isSelectedIn = part => !getSelection().isCollapsed && part.contains(getSelection().anchorNode)

function exchange(fresh) {
  for (const part of document.querySelectorAll('[data-refreshes]')) {
    const next = fresh.getElementById(part.id)
    if (!next || isSelectedIn(part)) continue
    const focused = part.contains(document.activeElement) ? document.activeElement.id : ''
    part.replaceWith(document.adoptNode(next))
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  }
}

async function refresh() {
  if (isBusy) {
    waiting = true
    return
  }
  isBusy = true
  try {
    const response = await fetch(location.href)
    if (response.ok && source) exchange(new DOMParser().parseFromString(await response.text(), 'text/html'))
  } catch {
    // the stream says that there is no connection
  }
  // a burst of requests is one change
  setTimeout(() => {
    isBusy = false
    if (waiting && source) refresh()
    waiting = false
  }, 250)
}

function listen() {
  source = new EventSource(bar.dataset.events)
  source.onopen = () => {
    word.textContent = 'Live'
    refresh()
  }
  source.onerror = () => {
    word.textContent = 'Not connected'
  }
  source.addEventListener('request', refresh)
  source.addEventListener('lost', refresh)
  button.textContent = 'Pause'
}

button.addEventListener('click', () => {
  if (!source) return listen()
  source.close()
  source = null
  word.textContent = 'Paused'
  button.textContent = 'Go on'
})
addEventListener('pagehide', () => source?.close())
bar.hidden = false
listen()
`
