/**
 * Which fields of a lead go into which fields of what it is converted into. Zoho lets each org choose; these are the pairs
 * that a new org begins with, as far as the modules have them. That there are no others is inferred.
 *
 * Source: https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html (`convert_mapping`)
 */

export const convertTargets = ['Contacts', 'Accounts', 'Deals'] as const

export type ConvertTarget = (typeof convertTargets)[number]

const address = (prefix: string, zip: string) => ({
  Street: `${prefix}_Street`,
  City: `${prefix}_City`,
  State: `${prefix}_State`,
  Zip_Code: `${prefix}_${zip}`,
  Country: `${prefix}_Country`,
})

/** By target: API name of the lead's field, and of the one that it goes into. */
export const convertMapping: Readonly<Record<ConvertTarget, Readonly<Record<string, string>>>> = {
  Contacts: {
    Salutation: 'Salutation',
    First_Name: 'First_Name',
    Last_Name: 'Last_Name',
    Designation: 'Title',
    Email: 'Email',
    Phone: 'Phone',
    Mobile: 'Mobile',
    Fax: 'Fax',
    Lead_Source: 'Lead_Source',
    Email_Opt_Out: 'Email_Opt_Out',
    Skype_ID: 'Skype_ID',
    Secondary_Email: 'Secondary_Email',
    Twitter: 'Twitter',
    Description: 'Description',
    ...address('Mailing', 'Zip'),
  },
  Accounts: {
    Company: 'Account_Name',
    Phone: 'Phone',
    Fax: 'Fax',
    Website: 'Website',
    Industry: 'Industry',
    No_of_Employees: 'Employees',
    Annual_Revenue: 'Annual_Revenue',
    Rating: 'Rating',
    ...address('Billing', 'Code'),
  },
  Deals: { Lead_Source: 'Lead_Source' },
}
