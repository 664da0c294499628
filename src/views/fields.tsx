import type { Child } from 'hono/jsx'

interface LabelledProps {
  readonly name: string
  readonly label: string
  readonly error?: string | undefined
  readonly hint?: Child
  readonly children: Child
}

/** What says something about a field, for its `aria-describedby`. */
const describedBy = ({ name, error, hint }: Pick<LabelledProps, 'name' | 'error' | 'hint'>): string | undefined =>
  [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ') || undefined

const Labelled = ({ name, label, error, hint, children }: LabelledProps) => (
  <div class="field">
    <label for={name}>{label}</label>
    {children}
    {error && (
      <p class="error" id={`${name}-error`} role="alert">
        {error}
      </p>
    )}
    {hint && (
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
  </div>
)

export interface TextFieldProps extends Omit<LabelledProps, 'children'> {
  readonly value: string
  /** More than one: an area with so many lines. */
  readonly rows?: number
  readonly autofocus?: boolean | undefined
}

/** A labelled text of one line or several, with a hint; its error stands beside it and is announced. */
export const TextField = ({ name, label, value, rows = 1, error, hint, autofocus }: TextFieldProps) => {
  const common = {
    id: name,
    name,
    required: true,
    dir: 'auto' as const,
    autofocus,
    spellcheck: false,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': describedBy({ name, error, hint }),
  }
  return (
    <Labelled name={name} label={label} error={error} hint={hint}>
      {rows > 1 ? (
        <textarea rows={rows} {...common}>
          {value}
        </textarea>
      ) : (
        <input type="text" value={value} {...common} />
      )}
    </Labelled>
  )
}

export interface SelectFieldProps extends Omit<LabelledProps, 'children'> {
  readonly value: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
}

/** A labelled drop-down. */
export const SelectField = ({ name, label, value, options, error, hint }: SelectFieldProps) => (
  <Labelled name={name} label={label} error={error} hint={hint}>
    <select
      id={name}
      name={name}
      aria-invalid={error ? 'true' : undefined}
      aria-describedby={describedBy({ name, error, hint })}
    >
      {options.map(option => (
        <option value={option.value} selected={option.value === value}>
          {option.text}
        </option>
      ))}
    </select>
  </Labelled>
)
