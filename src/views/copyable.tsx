/** A value with a button that copies it, which the copy script shows. */
export const CopyLine = ({ id, what, children }: { id: string; what: string; children: string }) => (
  <span class="copy-line">
    <code id={id}>{children}</code>{' '}
    <button type="button" class="small" data-copies={id} hidden>
      Copy<span class="unseen"> {what}</span>
    </button>
  </span>
)
