/** Refusals of uploads and downloads. */

import { entry, type PathIndex } from './entry.ts'

export const fileErrors = {
  // inferred: of this code no more is known than that it exists
  filesFull: entry(400, 'STORAGE_SPACE_EXCEEDED', 'storage space exceeded'),
  noFile: entry(
    400,
    'failure_in_attachment_handling',
    'Problem in uploading attachment. kindly upload the file properly',
  ),
  attachmentTooLarge: entry(
    413,
    'FILE_SIZE_MORE_THAN_ALLOWED_SIZE',
    'Please check if the size of the file is in the correct range',
  ),
  fileTooLarge: entry(
    415,
    'FILE_SIZE_MORE_THAN_ALLOWED_SIZE',
    'Please check if the size of the file is in the correct range',
  ),
  photoTooLarge: entry<{ size: number }>(413, 'FILE_SIZE_EXCEEDS', 'File exceeded its maximum limit'),
  photoTooDetailed: entry<{ resolution: number }>(415, 'FILE_RESOLUTION_EXCEEDS', 'File exceeded its maximum limit'),
  noImage: entry(415, 'INVALID_DATA', 'invalid file type'),
  photoNotPermitted: entry(400, 'CANNOT_PERFORM_ACTION', 'no permission to perform an action on this record'),
  // inferred: a page says that such files are not allowed, none what is answered
  executableRefused: entry(400, 'INVALID_DATA', 'invalid file type'),
  invalidAttachmentUrl: entry(400, 'INVALID_URL_PATTERN', 'the given attachment URL is incorrect'),
  attachmentMissing: entry(400, 'MANDATORY_NOT_FOUND', 'required field not found'),
  attachmentNotDeleted: entry<PathIndex>(400, 'INVALID_DATA', 'record not deleted'),
  linkNotDownloaded: entry(400, 'DOWNLOAD_NOT_ALLOWED', 'As it is a linked attachment, you can not download it'),
} as const
