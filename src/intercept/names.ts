/** What is told from a host's name alone, here and in the preload, which ships as one file. */

const loopback =
  /^(?:(?:.*\.)?localhost|::1?|0\.0\.0\.0|(?:::ffff:)?127(?:\.\d{1,3}){3}|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})$/i

/** Whether a name or address, also one in brackets, is this machine; who connects to the address of all interfaces reaches it too. */
export const isLoopback = (name: string): boolean => loopback.test(name.replace(/^\[|\]$/g, ''))

/** Zoho's brands, whatever their domains end in, as a list of its own would never be complete. */
const brand = /(?:^|\.)zoho[a-z-]*\.[a-z]{2,}(?:\.[a-z]{2,})?$/

/** Whether a name is one of Zoho's, known here or not: nothing may ever reach it outward. */
export const isOfZoho = (name: string): boolean => brand.test(name.toLowerCase().replace(/\.$/, ''))
