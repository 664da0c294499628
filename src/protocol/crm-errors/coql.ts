/** What is wrong with a COQL query; messages that no description of Zoho’s has are inferred. */

import { entry, type FieldPlace } from './entry.ts'

export const coqlErrors = {
  coqlQueryMissing: entry<FieldPlace>(400, 'MANDATORY_NOT_FOUND', 'mandatory key not found'),
  coqlUnexpectedToken: entry<{ line: number; column: number; near: string }>(400, 'SYNTAX_ERROR', 'unexpected token'),
  coqlMissingClause: entry<{ clause: string }>(400, 'SYNTAX_ERROR', 'missing clause'),
  coqlUnknownOperator: entry<{ operator: string }>(400, 'SYNTAX_ERROR', 'operator not supported'),
  coqlNotSelect: entry(400, 'SYNTAX_ERROR', 'given coql query not supported'),
  coqlUnknownFunction: entry<{ reason: string; column: string }>(400, 'INVALID_DATA', 'invalid data'),
  coqlUnknownColumn: entry<{ column_name: string; clause?: string }>(400, 'INVALID_QUERY', 'unsupported column'),
  coqlUnsupportedType: entry<{ column_name: string; data_type: string }>(
    400,
    'INVALID_QUERY',
    'data type not supported',
  ),
  coqlInvalidOperator: entry<{ column_name: string; operator: string; reason: string }>(
    400,
    'INVALID_QUERY',
    'invalid query formed',
  ),
  coqlInvalidValue: entry<
    | { column_name: string; operator: string; reason: string }
    | { column_name: string; data_type: string; expected_data_type: string }
  >(400, 'INVALID_QUERY', 'value given seems to be invalid for the column'),
  coqlInvalidModule: entry<{ module: string }>(400, 'INVALID_QUERY', 'invalid query formed'),
  coqlInvalidView: entry<{ cvid: string }>(400, 'INVALID_QUERY', 'invalid query formed'),
  coqlInvalidLimit: entry<{ limit: string }>(400, 'INVALID_QUERY', 'limit given seems to be invalid'),
  coqlInvalidOffset: entry<{ offset: string }>(400, 'INVALID_QUERY', 'offset given seems to be invalid'),
  coqlLimitNotPositive: entry(400, 'INVALID_DATA', 'limit should be greater than 0'),
  coqlLimitExceeded: entry<{ clause: string; limit: number }>(400, 'LIMIT_EXCEEDED', 'limit exceeded'),
  coqlDuplicateColumn: entry<{ column_name: string }>(400, 'DUPLICATE_DATA', 'duplicate select column'),
  coqlDuplicateAggregate: entry<{ column_name: string; aggregate: string }>(
    400,
    'DUPLICATE_DATA',
    'duplicate aggregate function',
  ),
  coqlInvalidAlias: entry<{ column_name: string; alias: string }>(400, 'INVALID_ALIAS', 'invalid alias'),
  coqlAliasIsColumn: entry<{ column_name: string; alias: string }>(
    400,
    'INVALID_QUERY',
    'column name or property name given in select columns without alias name cannot be an alias name for other select columns',
  ),
  coqlDuplicateAlias: entry<{ referred_columns: readonly string[]; alias: string }>(
    400,
    'DUPLICATE_ALIAS',
    'same alias cannot refer more than one column',
  ),
} as const
