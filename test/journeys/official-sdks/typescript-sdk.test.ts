import { describeSdk } from './journeys.ts'

describeSdk('TypeScript SDK 8.0', '@zohocrm/typescript-sdk-8.0')
