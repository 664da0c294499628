/** Says whether the page follows the journal, and pauses it; the live script shows it. */
export const Live = ({ base }: { base: string }) => (
  <p class="live" data-events={`${base}/_emulator/events`} hidden>
    <span role="status" />
    <button type="button" class="small" />
  </p>
)
