import type { RequestDetail } from '../../../http/journal/show.ts'
import { spreadJson } from './spread-json.ts'

export interface MessageProps {
  readonly title: string
  /** The request line, or the status. */
  readonly first: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** Whether the journal still has the body. */
  readonly kept: RequestDetail['bodies']
}

/** One side of an exchange. */
export const Message = ({ title, first, headers, body, kept }: MessageProps) => {
  const id = title.toLowerCase()
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class="first-line">
        <code>{first}</code>
      </p>
      {Object.keys(headers).length > 0 && (
        <dl class="headers">
          {Object.entries(headers).map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {body !== null && body !== '' && (
        <section class="scroller body" tabindex={0} aria-label={`Body of the ${id}`}>
          <pre>{spreadJson(body) ?? body}</pre>
        </section>
      )}
      {(body === null || body === '') && (
        <p class="hint">{kept === 'dropped' ? 'The journal no longer has the body.' : 'No body.'}</p>
      )}
      {kept === 'cut' && body && <p class="hint">The journal keeps only the beginning of long bodies.</p>}
    </section>
  )
}
