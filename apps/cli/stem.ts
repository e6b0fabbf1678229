/** The name of a file without its folders and endings: `path/to/data.csv.gz` gives `data`. */
import { basename } from 'node:path';

export const stemOf = (path: string): string => basename(path).replace(/(\.[A-Za-z0-9]+)?(\.gz)?$/, '');
