/** What is wrong with the expression of a formula field; the messages of the last two are inferred. */

import { entry, type FieldPlace } from './entry.ts'

export const formulaErrors = {
  formulaSyntax: entry<FieldPlace>(400, 'SYNTAX_ERROR', 'Formula expression has syntax error'),
  formulaBraces: entry<FieldPlace>(400, 'MISSING_BRACES', 'Some of brace is missing in given expression'),
  formulaParameterCount: entry<FieldPlace>(
    400,
    'INCORRECT_NUMBER_OF_PARAM',
    'The number of param is incorrect for one of the method',
  ),
  formulaParameterType: entry<FieldPlace>(
    400,
    'INCORRECT_DATA_TYPE_PARAM',
    'The data type of param is incorrect for one of the method',
  ),
  formulaField: entry<FieldPlace>(
    400,
    'PARTICIPATING_FIELD_NOT_FOUND',
    'The field participating in the expression is not found',
  ),
} as const
