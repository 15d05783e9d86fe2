// @ts-check
// The files of what was dropped: also those in folders, where the browser lets a page look into
// them (File and Directory Entries API).

/**
 * hidden: files and folders that were passed over, because their names begin with a dot.
 * isCut: whether there were more files than are taken at once. unreadable: names.
 *
 * @typedef {object} Dropped
 * @property {File[]} files
 * @property {number} folders
 * @property {number} hidden
 * @property {boolean} isCut
 * @property {string[]} unreadable
 */

export const MOST_FILES = 2000;

/**
 * To be called while the drop is handled: the browser empties the list right after that.
 *
 * @param {DataTransfer} data
 * @returns {Promise<Dropped>}
 */
export async function filesOf(data) {
  /** @type {Dropped} */
  const dropped = { files: [], folders: 0, hidden: 0, isCut: false, unreadable: [] };
  const held = [...data.items].filter(({ kind }) => kind === "file").map((item) => ({
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
  }));
  for (const { entry, file } of held) {
    if (entry?.isDirectory) await walk(/** @type {FileSystemDirectoryEntry} */ (entry), dropped);
    else if (file) take(file, dropped);
  }
  return dropped;
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @param {Dropped} dropped
 */
async function walk(folder, dropped) {
  dropped.folders += 1;
  const reader = folder.createReader();
  for (;;) {
    const entries = await some(reader).catch(() => null);
    if (entries === null) dropped.unreadable.push(folder.name);
    if (!entries?.length) return;
    for (const entry of entries) {
      if (dropped.isCut) return;
      if (entry.name.startsWith(".")) dropped.hidden += 1;
      else if (entry.isDirectory) {
        await walk(/** @type {FileSystemDirectoryEntry} */ (entry), dropped);
      } else await takeEntry(/** @type {FileSystemFileEntry} */ (entry), dropped);
    }
  }
}

/**
 * @param {FileSystemDirectoryReader} reader
 * @returns {Promise<FileSystemEntry[]>} the next entries; none after the last
 */
function some(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

/**
 * @param {FileSystemFileEntry} entry
 * @param {Dropped} dropped
 */
async function takeEntry(entry, dropped) {
  try {
    take(await new Promise((resolve, reject) => entry.file(resolve, reject)), dropped);
  } catch {
    dropped.unreadable.push(entry.name);
  }
}

/**
 * @param {File} file
 * @param {Dropped} dropped
 */
function take(file, dropped) {
  if (dropped.files.length === MOST_FILES) dropped.isCut = true;
  else dropped.files.push(file);
}
