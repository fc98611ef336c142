// Reads files of a site again and again, as visitors do, and counts what no visitor may meet. Runs beside the builds.
import fs from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createHash } from 'node:crypto';

const { output, versions, reads, seed } = workerData;
const names = Object.keys(versions[0]).filter((name) => name in versions[1]);
let state = seed;
const next = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state;
};
const met = { reads: 0, missing: [], torn: [] };
const note = (list, name) => { if (list.length < 20) list.push(name); };

let isOver = false;
parentPort.on('message', () => { isOver = true; });

function some() {
  for (let count = 0; count < 500; count += 1) {
    const name = names[next() % names.length];
    try {
      const text = createHash('sha256').update(fs.readFileSync(path.join(output, name))).digest('hex');
      if (versions.every((version) => version[name] !== text)) note(met.torn, name);
    } catch {
      note(met.missing, name);
    }
    met.reads += 1;
  }
  // The builds go on until enough was read, and the reader until the last build has ended.
  if (met.reads >= reads) parentPort.postMessage('enough');
  if (isOver) parentPort.postMessage(met);
  else setImmediate(some);
}
some();
