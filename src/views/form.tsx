import type { Child } from 'hono/jsx'

export interface FormProps {
  readonly action: string
  /** Value of the anti-forgery cookie, sent back with the form. */
  readonly formToken: string
  readonly hidden?: Readonly<Record<string, string | null | undefined>>
  readonly class?: string
  readonly children?: Child
}

/** A plain form that posts to its own address and carries the anti-forgery token. */
export const Form = ({ action, formToken, hidden = {}, children, ...rest }: FormProps) => (
  <form method="post" action={action} class={rest.class}>
    <input type="hidden" name="iamcsrcoo" value={formToken} />
    {Object.entries(hidden).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
    {children}
  </form>
)

export interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'password'
  readonly value?: string
  readonly error?: string | undefined
  readonly autocomplete?: string
  readonly autofocus?: boolean
}

/** A labelled input; its error stands beside it and is announced. */
export const Field = ({ name, label, type = 'text', value, error, autocomplete, autofocus }: FieldProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    <input
      id={name}
      name={name}
      type={type}
      value={value}
      required
      autofocus={autofocus}
      autocomplete={autocomplete}
      aria-invalid={error ? 'true' : undefined}
      aria-describedby={error ? `${name}-error` : undefined}
    />
    {error && (
      <p class="error" id={`${name}-error`} role="alert">
        {error}
      </p>
    )}
  </div>
)
