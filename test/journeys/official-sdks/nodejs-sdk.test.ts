import { describeSdk } from './journeys.ts'
import { describeSdkRecords } from './record-journeys.ts'

describeSdk('Node.js SDK 8.0', '@zohocrm/nodejs-sdk-8.0')
describeSdkRecords('Node.js SDK 8.0', '@zohocrm/nodejs-sdk-8.0')
