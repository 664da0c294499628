import { describeSdk } from './journeys.ts'

describeSdk('Node.js SDK 8.0', '@zohocrm/nodejs-sdk-8.0')
