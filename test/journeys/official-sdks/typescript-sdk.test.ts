import { describeSdkBulkJobs } from './bulk-journeys.ts'
import { describeSdkConversions } from './conversion-journeys.ts'
import { describeSdkFiles } from './files-journeys.ts'
import { describeSdk } from './journeys.ts'
import { describeSdkMails } from './mail-journeys.ts'
import { describeSdkMassActions } from './mass-journeys.ts'
import { describeSdkPeople } from './people-journeys.ts'
import { describeSdkRecords } from './record-journeys.ts'
import { describeSdkSettings } from './settings-journeys.ts'
import { describeSdkTags } from './tag-journeys.ts'

const sdk = ['TypeScript SDK 8.0', '@zohocrm/typescript-sdk-8.0'] as const

describeSdk(...sdk)
describeSdkRecords(...sdk)
describeSdkMassActions(...sdk)
describeSdkSettings(...sdk)
describeSdkConversions(...sdk)
describeSdkBulkJobs(...sdk)
describeSdkTags(...sdk)
describeSdkFiles(...sdk)
describeSdkMails(...sdk)
describeSdkPeople(...sdk)
