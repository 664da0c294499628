import { serve } from '@hono/node-server'
import { createApp } from './app.ts'

const {
  ZOHO_ACCOUNTS_URL: accountsUrl = 'https://accounts.zoho.com',
  ZOHO_CLIENT_ID: clientId = '',
  ZOHO_CLIENT_SECRET: clientSecret = '',
  ZOHO_REDIRECT_URI: redirectUri = 'http://localhost:3000/oauth/callback',
} = process.env

serve({ fetch: createApp({ accountsUrl, clientId, clientSecret, redirectUri }).fetch, port: 3000 }, ({ port }) =>
  console.log(`open http://localhost:${port}/connect`),
)
