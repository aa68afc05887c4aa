/** The largest file a person may attach. */
export const fileAtMostBytes = 5 * 1024 * 1024;

/** Kinds of file that are taken, with the endings their names usually have. */
export const fileKinds = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif', 'jpe', 'pjpeg', 'pjp'],
  'image/png': ['png'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FileKind = keyof typeof fileKinds;

/** A file as it was sent. `isCut` when it was larger than we read. */
export type GivenFile = { readonly name: string; readonly bytes: Uint8Array; readonly isCut: boolean };

/** Why a file is not taken. The last ones are found when it is opened and scanned. */
export type FileProblem =
  | 'file_missing'
  | 'file_too_large'
  | 'file_type'
  | 'file_heic'
  | 'file_broken'
  | 'file_picture_too_large'
  | 'file_infected'
  | 'file_not_checked';

export type FileJudged =
  { readonly kind: 'accepted'; readonly fileKind: FileKind } | { readonly kind: 'refused'; readonly problem: FileProblem };

/**
 * Whether a file is taken. The content decides (`detected` is the media type read from it, `null` when unknown), never the name, and the file must
 * be that one thing alone: a picture that is also an archive or a page is refused. KG25-21.12.
 */
export function judgeFile(file: GivenFile | null, detected: string | null): FileJudged {
  if (file === null || file.bytes.length === 0) return { kind: 'refused', problem: 'file_missing' };
  if (file.isCut || file.bytes.length > fileAtMostBytes) return { kind: 'refused', problem: 'file_too_large' };
  if (detected !== null && HEIC.test(detected)) return { kind: 'refused', problem: 'file_heic' };
  const fileKind = kindOf(detected) ?? (detected === null && headerOfPdf(file.bytes) !== -1 ? 'application/pdf' : null);
  if (fileKind === null || !isWhole[fileKind](file.bytes) || isAlsoSomethingElse(file.bytes, fileKind)) {
    return { kind: 'refused', problem: 'file_type' };
  }
  return { kind: 'accepted', fileKind };
}

/**
 * A file's name as it may be shown again: no folders, no characters that steer a screen, at most 200 characters, and at its end what the content
 * is: `order.pdf.exe` that holds a picture is not handed out under that name. Never used as a path.
 */
export function tidyName(name: string, kind: FileKind): string {
  const tidy = name.normalize('NFC').replace(/[\p{Cc}\p{Cf}/\\]/gu, '_');
  const [usual, ...others] = fileKinds[kind];
  const ending = /\.([^.]+)$/.exec(tidy)?.[1]?.toLowerCase() ?? '';
  const isUsual = [usual, ...others].some((one) => one === ending);
  return (isUsual ? tidy : `${tidy}.${usual}`).slice(-200);
}

/** What telephones write instead of JPEG. */
const HEIC = /^image\/(heic|heif|avif)/;

function kindOf(detected: string | null): FileKind | null {
  return detected !== null && Object.hasOwn(fileKinds, detected) ? (detected as FileKind) : null;
}

// A reader of PDF looks for the header in the first kilobyte and for the end in the last, and for the beginning of a foreign file we look there, too.
const edgeBytes = 1024;

const isWhole: Readonly<Record<FileKind, (bytes: Uint8Array) => boolean>> = {
  'application/pdf': (bytes) => headerOfPdf(bytes) !== -1 && latin(withoutTail(bytes).subarray(-edgeBytes)).includes('%%EOF'),
  // Telephones write their own data behind the picture, so only its end must be there.
  'image/jpeg': (bytes) => begins(bytes, '\u00ff\u00d8\u00ff') && latin(bytes).includes('\u00ff\u00d9'),
  'image/png': (bytes) => endOfPng(bytes) !== -1,
};

/** Where the header stands: a byte-order mark or a few lines of a mail program may come before it. */
function headerOfPdf(bytes: Uint8Array): number {
  return latin(bytes.subarray(0, edgeBytes)).indexOf('%PDF-');
}

/** Without the white space and zeros that scanners and disks leave behind a file. */
function withoutTail(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && WHITE.has(bytes[end - 1] ?? -1)) end -= 1;
  return bytes.subarray(0, end);
}

const WHITE: ReadonlySet<number> = new Set([0, 9, 10, 12, 13, 26, 32]);

function isAlsoSomethingElse(bytes: Uint8Array, kind: FileKind): boolean {
  const head = latin(bytes.subarray(0, edgeBytes)).toLowerCase();
  const foreign = ['<html', '<!doctype', '<script', '<svg', '<?php', ...(kind === 'application/pdf' ? [] : ['%pdf-'])];
  return foreign.some((mark) => head.includes(mark)) || hasArchive(bytes);
}

/** Just behind the last chunk of a PNG; -1 when its chunks do not follow each other to the end. */
function endOfPng(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  while (at + 12 <= bytes.length) {
    const isLast = latin(bytes.subarray(at + 4, at + 8)) === 'IEND';
    at += 12 + view.getUint32(at);
    if (isLast) return at <= bytes.length ? at : -1;
  }
  return -1;
}

const archiveEndBytes = 22;
const archiveCommentBytes = 65_535;

/** Whether the file ends as a ZIP archive does, whatever stands before: an archive is read from its end. */
function hasArchive(bytes: Uint8Array): boolean {
  const from = Math.max(0, bytes.length - archiveEndBytes - archiveCommentBytes);
  const tail = latin(bytes.subarray(from));
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, bytes.length - from);
  for (
    let at = tail.indexOf('PK\u0005\u0006');
    at !== -1 && at + archiveEndBytes <= tail.length;
    at = tail.indexOf('PK\u0005\u0006', at + 1)
  ) {
    const onOneDisk = view.getUint16(at + 4, true) === 0 && view.getUint16(at + 8, true) === view.getUint16(at + 10, true);
    if (onOneDisk && view.getUint32(at + 12, true) <= bytes.length) return true;
  }
  return false;
}

function begins(bytes: Uint8Array, mark: string): boolean {
  return latin(bytes.subarray(0, mark.length)) === mark;
}

/** Bytes as text, one character each; of those above 0x7f only 0xa0–0xff keep their number, which is all that is asked for here. */
function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
