import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this user's programs keep what outlasts them. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (environment.XDG_DATA_HOME) return join(environment.XDG_DATA_HOME, 'zoho-emulator')
  const home = environment.HOME || homedir()
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'zoho-emulator')
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'zoho-emulator')
  }
  return join(home, '.local', 'share', 'zoho-emulator')
}
