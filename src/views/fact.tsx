import type { Child } from 'hono/jsx'

/** A name and what stands under it, inside a `<dl class="facts">`. */
export const Fact = ({ name, children }: { name: Child; children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
