/** Which maker each field of a module gets, decided once per module, and how often a field is empty. */

import { formulasOf, type ModuleFormula } from '../../protocol/formula/module-formulas.ts'
import type { DataType, FieldDefinition, ModuleDefinition } from '../../protocol/modules/define.ts'
import { type Make, makersByName, makersByType } from './makers.ts'
import { makersByField } from './module-makers.ts'

export interface Column {
  readonly apiName: string
  /** How often the field is empty for no reason of its own. */
  readonly emptiness: number
  readonly make: Make
}

export interface Plan {
  readonly columns: readonly Column[]
  readonly multiModuleField: FieldDefinition | undefined
  readonly formulas: readonly ModuleFormula[]
}

const plans = new WeakMap<ModuleDefinition, Plan>()

export function planOf(module: ModuleDefinition): Plan {
  let plan = plans.get(module)
  if (!plan) {
    plan = {
      columns: module.fields.map(field => columnOf(module, field)),
      multiModuleField: module.fields.find(({ dataType }) => dataType === 'multi_module_lookup'),
      formulas: formulasOf(module),
    }
    plans.set(module, plan)
  }
  return plan
}

function columnOf(module: ModuleDefinition, field: FieldDefinition): Column {
  const make = makerOf(module, field)
  const { apiName, length = Number.POSITIVE_INFINITY } = field
  return {
    apiName,
    emptiness: emptinessOf(field),
    make: draft => {
      const value = make(draft)
      return typeof value === 'string' && value.length > length ? value.slice(0, length).trimEnd() : value
    },
  }
}

function makerOf(module: ModuleDefinition, field: FieldDefinition): Make {
  if (field.unique || field.external) return numbered(field)
  const isLink = field.dataType === 'lookup' || field.dataType === 'multi_module_lookup'
  const byName =
    makersByField[`${module.apiName}.${field.apiName}`] ?? (isLink ? undefined : makersByName[field.apiName])
  if (byName) return byName
  if (field.readOnly && field.dataType !== 'autonumber') return () => (field.dataType === 'boolean' ? false : null)
  return makersByType[field.dataType](field)
}

/** What no two records may share is counted. */
const numbered = ({ dataType }: FieldDefinition): Make =>
  dataType === 'text' ? d => `${d.module.singular.toUpperCase()}-${d.index + 1}` : d => d.index + 1

const alwaysFilled: ReadonlySet<string> = new Set([
  ...['id', 'Owner', 'Tag', 'Description', 'First_Name', 'Email', 'Status', 'Priority', 'Handler'],
  ...['Stage', 'Pipeline', 'Amount', 'Probability', 'Closing_Date', 'Due_Date', 'Unit_Price', 'Start_Date', 'Tax'],
  ...['Discount', 'Adjustment', 'Quote_Stage', 'Carrier', 'Call_Duration', 'Outgoing_Call_Status', 'Meeting_Venue__s'],
])
const seldomFilled: ReadonlySet<string> = new Set([
  ...['Fax', 'Skype_ID', 'Twitter', 'Secondary_Email', 'Assistant', 'Asst_Phone', 'Home_Phone', 'Other_Phone'],
  ...['Sales_End_Date', 'Account_Site', 'SIC_Code'],
])

function emptinessOf({ apiName, dataType, mandatory, readOnly }: FieldDefinition): number {
  if (mandatory || readOnly || alwaysFilled.has(apiName)) return 0
  if (neverLeftOut.has(dataType)) return 0
  return seldomFilled.has(apiName) ? 0.5 : 0.08
}

const neverLeftOut: ReadonlySet<DataType> = new Set([
  ...(['boolean', 'lookup', 'multi_module_lookup', 'subform', 'multiselectlookup', 'multiuserlookup'] as const),
  ...(['fileupload', 'imageupload', 'participants', 'multireminder', 'ALARM', 'RRULE', 'comments'] as const),
])
