/** What more than one module offers to choose from. */

export const salutations = ['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Prof.'] as const

export const leadSources = [
  'Advertisement',
  'Cold Call',
  'Employee Referral',
  'External Referral',
  'Online Store',
  'Partner',
  'Public Relations',
  'Sales Email Alias',
  'Seminar Partner',
  'Internal Seminar',
  'Trade Show',
  'Web Download',
  'Web Research',
  'Chat',
  'X (Twitter)',
  'Facebook',
] as const

export const industries = [
  'ASP (Application Service Provider)',
  'Data/Telecom OEM',
  'ERP (Enterprise Resource Planning)',
  'Government/Military',
  'Large Enterprise',
  'ManagementISV',
  'MSP (Management Service Provider)',
  'Network Equipment Enterprise',
  'Non-management ISV',
  'Optical Networking',
  'Service Provider',
  'Small/Medium Enterprise',
  'Storage Equipment',
  'Storage Service Provider',
  'Systems Integrator',
  'Wireless Industry',
] as const

export const ratings = ['Acquired', 'Active', 'Market Failed', 'Project Cancelled', 'Shut Down'] as const

export const unsubscribedModes = ['Consent form', 'Manual', 'Unsubscribe link', 'Zoho campaigns'] as const

/** The modules whose records a task, meeting or call may be about. */
export const activityTargets = [
  'Accounts',
  'Deals',
  'Products',
  'Quotes',
  'Sales_Orders',
  'Purchase_Orders',
  'Invoices',
  'Campaigns',
  'Vendors',
  'Cases',
  'Leads',
] as const

/** The modules whose records have notes and attachments. */
export const parentModules = [
  ...activityTargets,
  'Contacts',
  'Tasks',
  'Events',
  'Calls',
  'Price_Books',
  'Solutions',
  'Services__s',
  'Appointments__s',
] as const
