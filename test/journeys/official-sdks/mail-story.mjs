/** Mails: sent from a record with a template, listed and read below it. */

import { parameters, read, result } from './answers.mjs'
import { create, idsOf } from './record-calls.mjs'

const address = (kind, email, name) => {
  const made = new kind()
  made.setEmail(email)
  if (name) made.setUserName(name)
  return made
}

const emailView = email => ({
  id: email.getMessageId(),
  subject: email.getSubject(),
  content: email.getContent() ?? null,
  from: email.getFrom().getEmail(),
  to: email.getTo().map(each => each.getEmail()),
  owner: email.getOwner().getName(),
  sent: email.getSent(),
  isDated: email.getTime() instanceof Date,
  status: email.getStatus().map(each => each.getType()),
})

export async function mails(sdk) {
  const { SendMail, EmailRelatedRecords, EmailTemplates, FromAddresses } = sdk
  const [lead] = idsOf(await create(sdk, 'Leads', { Last_Name: 'Roe', First_Name: 'Jo', Company: 'C' }))

  const addresses = read(
    await new FromAddresses.FromAddressesOperations().getFromAddresses(new sdk.ParameterMap()),
    FromAddresses,
    wrapper => wrapper.getFromAddresses().map(each => ({ email: each.getEmail(), type: each.getType() })),
  )
  const from = addresses.content[0].email

  const templateOperations = new EmailTemplates.EmailTemplatesOperations()
  const ofLeads = await parameters(sdk, [[EmailTemplates.GetEmailTemplatesParam.MODULE, 'Leads']])
  const templates = read(await templateOperations.getEmailTemplates(ofLeads), EmailTemplates, wrapper =>
    wrapper.getEmailTemplates().map(each => ({
      id: `${each.getId()}`,
      name: each.getName(),
      module: each.getModule().getAPIName(),
      folder: each.getFolder().getName(),
      isDated: each.getCreatedTime() instanceof Date,
    })),
  )
  const template = new EmailTemplates.EmailTemplate()
  template.setId(BigInt(templates.content[0].id))
  const one = read(
    await templateOperations.getEmailTemplate(BigInt(templates.content[0].id)),
    EmailTemplates,
    wrapper => wrapper.getEmailTemplates().map(each => each.getSubject()),
  )

  const send = async (to, more = () => {}) => {
    const data = new SendMail.Data()
    data.setFrom(address(SendMail.From, from, 'Ada'))
    data.setTo([address(SendMail.To, to, 'Jo')])
    data.setMailFormat(new sdk.Choice('html'))
    more(data)
    const body = new SendMail.BodyWrapper()
    body.setData([data])
    return read(await new SendMail.SendMailOperations(BigInt(lead), 'Leads').sendMail(body), SendMail, wrapper =>
      wrapper.getData().map(result(SendMail)),
    )
  }
  const sent = await send('jo@client.example', data => data.setTemplate(template))
  const later = await send('jo@client.example', data => {
    data.setSubject('Later')
    data.setContent('Later')
    data.setScheduledTime(new Date('2999-01-01T00:00:00Z'))
  })
  const refused = await send('nobody')

  const emails = type => new EmailRelatedRecords.EmailRelatedRecordsOperations(BigInt(lead), 'Leads', type)
  const viewAll = wrapper => wrapper.getEmails().map(emailView)
  const listOf = async type =>
    read(await emails(type).getEmailsRelatedRecords(new sdk.ParameterMap()), EmailRelatedRecords, wrapper => ({
      emails: viewAll(wrapper),
      count: wrapper.getInfo().getCount(),
      more: wrapper.getInfo().getMoreRecords(),
      next: wrapper.getInfo().getNextIndex() ?? null,
    }))
  const messageId = sent.content[0].details.message_id
  const whole = read(
    await emails().getEmailsRelatedRecord(messageId, new sdk.ParameterMap()),
    EmailRelatedRecords,
    viewAll,
  )

  return {
    addresses,
    templates,
    one,
    sent,
    later,
    refused,
    listed: await listOf('sent_from_crm'),
    scheduled: await listOf('scheduled_in_crm'),
    whole,
  }
}
