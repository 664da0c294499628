import { describeSdkFiles } from './files-journeys.ts'
import { describeSdk } from './journeys.ts'
import { describeSdkMails } from './mail-journeys.ts'
import { describeSdkMassActions } from './mass-journeys.ts'
import { describeSdkRecords } from './record-journeys.ts'
import { describeSdkSettings } from './settings-journeys.ts'

const sdk = ['TypeScript SDK 8.0', '@zohocrm/typescript-sdk-8.0'] as const

describeSdk(...sdk)
describeSdkRecords(...sdk)
describeSdkMassActions(...sdk)
describeSdkSettings(...sdk)
describeSdkFiles(...sdk)
describeSdkMails(...sdk)
