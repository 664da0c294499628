/** How many profiles an org may have, of the edition that is emulated; the number stands in Zoho's description of the refusal. */
export const profileLimit = 25
