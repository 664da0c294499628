/** Who belongs to an org and what they may do, and the currencies it counts in. */

import { chosen, parameters, plain, read, result } from './answers.mjs'

const idOf = answer => BigInt(answer.content[0].details.id)

/** Roles and a profile are made, a user gets both, and all go again. */
export async function people(sdk) {
  const { Roles, Profiles, Users } = sdk
  const [roles, profiles, users] = [
    new Roles.RolesOperations(),
    new Profiles.ProfilesOperations(),
    new Users.UsersOperations(),
  ]
  const results = (namespace, key) => wrapper => wrapper[key]().map(result(namespace))
  const one = (namespace, fill) => {
    const wrapper = new namespace.BodyWrapper()
    fill(wrapper)
    return wrapper
  }

  const roleView = role => ({
    name: role.getName(),
    above: role.getReportingTo()?.getName() ?? null,
    shares: role.getShareWithPeers(),
    by: role.getCreatedByS()?.getName() ?? null,
  })
  const allRoles = async () => read(await roles.getRoles(), Roles, wrapper => wrapper.getRoles().map(roleView))
  const start = read(await roles.getRoles(), Roles, wrapper => wrapper.getRoles().map(role => `${role.getId()}`))
  const role = new Roles.Role()
  role.setName('Sales')
  role.setShareWithPeers(true)
  const above = new Roles.ReportingTo()
  above.setId(BigInt(start.content[0]))
  role.setReportingTo(above)
  const roleBody = one(Roles, wrapper => wrapper.setRoles([role]))
  const roleAdded = read(await roles.createRoles(roleBody), Roles, results(Roles, 'getRoles'))
  const roleAgain = read(await roles.createRoles(roleBody), Roles, results(Roles, 'getRoles'))
  const roleId = idOf(roleAdded)
  const rolesThen = await allRoles()

  const listed = read(await profiles.getProfiles(), Profiles, wrapper =>
    wrapper.getProfiles().map(profile => ({ id: `${profile.getId()}`, name: profile.getName() })),
  )
  const clone = new Profiles.Profile()
  clone.setName('Sales')
  const cloned = read(
    await profiles.cloneProfiles(
      BigInt(listed.content[1].id),
      one(Profiles, wrapper => wrapper.setProfiles([clone])),
    ),
    Profiles,
    results(Profiles, 'getProfiles'),
  )
  const profileId = idOf(cloned)
  const editLeads = async () =>
    read(await profiles.getProfile(profileId), Profiles, wrapper => {
      const [profile] = wrapper.getProfiles()
      const found = profile.getPermissionsDetails().find(each => each.getName() === 'Crm_Implied_Edit_Leads')
      return { id: `${found.getId()}`, enabled: found.getEnabled(), sections: profile.getSections().length }
    })
  const before = await editLeads()
  const permission = new Profiles.PermissionDetail()
  permission.setId(before.content.id)
  permission.setEnabled(false)
  const change = new Profiles.Profile()
  change.setPermissionsDetails([permission])
  const switched = read(
    await profiles.updateProfile(
      profileId,
      one(Profiles, wrapper => wrapper.setProfiles([change])),
    ),
    Profiles,
    results(Profiles, 'getProfiles'),
  )
  const after = await editLeads()

  const userRole = new Users.Role()
  userRole.setId(roleId)
  const userProfile = new Users.Profile()
  userProfile.setId(profileId)
  const user = new Users.Users()
  user.setFirstName('Nia')
  user.setLastName('Adeyemi')
  user.setEmail('nia@acme.example')
  user.setRole(userRole)
  user.setProfile(userProfile)
  const added = read(
    await users.createUsers(one(Users, wrapper => wrapper.setUsers([user]))),
    Users,
    results(Users, 'getUsers'),
  )
  const userId = idOf(added)
  const view = async () =>
    read(await users.getUser(userId), Users, wrapper =>
      wrapper.getUsers().map(each => ({
        name: each.getFullName(),
        status: each.getStatus(),
        confirmed: each.getConfirm(),
        city: each.getCity(),
        role: each.getRole().getName(),
        profile: each.getProfile().getName(),
      })),
    )
  const made = await view()
  const moved = new Users.Users()
  moved.setCity('Lagos')
  const changed = read(
    await users.updateUser(
      userId,
      one(Users, wrapper => wrapper.setUsers([moved])),
    ),
    Users,
    results(Users, 'getUsers'),
  )
  const then = await view()
  const count = read(await users.usersCount(), Users, wrapper => wrapper.getCount())
  const deleted = read(await users.deleteUser(userId), Users, results(Users, 'getUsers'))
  const gone = await view()

  const toStandard = await parameters(sdk, [[Profiles.DeleteProfileParam.TRANSFER_TO, BigInt(listed.content[1].id)]])
  const profileDeleted = read(await profiles.deleteProfile(profileId, toStandard), Profiles, row =>
    plain({ code: chosen(row.getCode()), message: chosen(row.getMessage()) }),
  )
  const toFirst = await parameters(sdk, [[Roles.DeleteRoleParam.TRANSFER_TO_ID, start.content[0]]])
  const roleDeleted = read(await roles.deleteRole(roleId, toFirst), Roles, results(Roles, 'getRoles'))
  return {
    ...{ roleAdded, roleAgain, rolesThen, listed, cloned, before, switched, after },
    ...{ added, made, changed, then, count, deleted, gone, profileDeleted, roleDeleted },
  }
}

/** Several currencies are switched on, and one comes to the base. */
export async function currencies(sdk) {
  const { Currencies } = sdk
  const operations = new Currencies.CurrenciesOperations()
  const fill = (currency, { name, isoCode, symbol, rate }) => {
    const format = new Currencies.Format()
    format.setDecimalSeparator(new sdk.Choice('Period'))
    format.setThousandSeparator(new sdk.Choice('Comma'))
    format.setDecimalPlaces(new sdk.Choice('2'))
    currency.setName(name)
    currency.setIsoCode(isoCode)
    currency.setSymbol(symbol)
    currency.setExchangeRate(rate)
    currency.setFormat(format)
    return currency
  }
  const list = async () =>
    read(await operations.getCurrencies(), Currencies, wrapper =>
      wrapper.getCurrencies().map(each => ({
        name: each.getName(),
        isoCode: each.getIsoCode(),
        rate: each.getExchangeRate(),
        isBase: each.getIsBase(),
        isActive: each.getIsActive(),
        decimals: chosen(each.getFormat().getDecimalPlaces()),
      })),
    )
  const off = await list()
  const base = new Currencies.BaseCurrencyWrapper()
  base.setBaseCurrency(
    fill(new Currencies.BaseCurrency(), { name: 'US Dollar - USD', isoCode: 'USD', symbol: '$', rate: '1.000000000' }),
  )
  const enabled = read(await operations.enableBaseCurrency(base), Currencies, wrapper => [
    result(Currencies)(wrapper.getBaseCurrency()),
  ])
  const body = new Currencies.BodyWrapper()
  body.setCurrencies([
    fill(new Currencies.Currency(), { name: 'Euro - EUR', isoCode: 'EUR', symbol: '€', rate: '0.920000000' }),
  ])
  const added = read(await operations.addCurrencies(body), Currencies, wrapper =>
    wrapper.getCurrencies().map(result(Currencies)),
  )
  return { off, enabled, added, list: await list() }
}
