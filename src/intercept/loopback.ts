const loopback =
  /^(?:(?:.*\.)?localhost|::1?|0\.0\.0\.0|(?:::ffff:)?127(?:\.\d{1,3}){3}|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})$/i

/** Whether a name or address, also one in brackets, is this machine; who connects to the address of all interfaces reaches it too. */
export const isLoopback = (name: string): boolean => loopback.test(name.replace(/^\[|\]$/g, ''))
