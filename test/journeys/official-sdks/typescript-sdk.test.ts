import { describeSdk } from './journeys.ts'
import { describeSdkRecords } from './record-journeys.ts'

describeSdk('TypeScript SDK 8.0', '@zohocrm/typescript-sdk-8.0')
describeSdkRecords('TypeScript SDK 8.0', '@zohocrm/typescript-sdk-8.0')
