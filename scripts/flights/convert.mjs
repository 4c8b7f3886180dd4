// Writes the flights of vega-datasets as a CSV file in the order of departure: node convert.mjs FILE.csv.gz
// docs/flight-delay.md says what the columns are and how they come about.

import {createWriteStream, readFileSync} from 'node:fs'
import {once} from 'node:events'
import {dirname, join} from 'node:path'
import {finished} from 'node:stream/promises'
import {fileURLToPath} from 'node:url'
import {createGzip} from 'node:zlib'
import {decompress} from 'fzstd'
import {asyncBufferFromFile, parquetReadObjects} from 'hyparquet'
import {Clocks, zonesOf} from './zones.mjs'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
const ON_THE_GROUND_MINUTES = 40
const MILES_PER_MINUTE = 8
const LATE_MINUTES = 15
const LINES_AT_ONCE = 10_000

const data = join(dirname(fileURLToPath(import.meta.url)), 'node_modules', 'vega-datasets', 'data')
const zoneOf = zonesOf(readFileSync(join(data, 'airports.csv'), 'utf8').split('\n'))
const clocks = new Clocks()

/** The time that the clock at the origin showed: the file has the day of the timetable, which a flight that left after midnight has missed. */
function localTime(row) {
    const minuteOfDay = row.date.getUTCHours() * 60 + row.date.getUTCMinutes()
    const day = Number(row.delay) > minuteOfDay ? DAY_MINUTES : 0
    return row.date.getTime() + day * MINUTE_MS
}

function flight(row) {
    const local = localTime(row)
    const departed = clocks.utc(local, zoneOf(row.origin))
    const minutes = ON_THE_GROUND_MINUTES + Math.round(Number(row.distance) / MILES_PER_MINUTE)
    return {local, departed, landed: departed + minutes * MINUTE_MS, row}
}

const time = millis => new Date(millis).toISOString().slice(0, 19).replace('T', ' ')

/** Names flights by departure and route; of several in the same minute the later ones, in the order of the file, get a number. */
class Ids {
    #minute = 0
    #seen = new Map()

    next({departed, row}) {
        if (departed !== this.#minute) {
            this.#minute = departed
            this.#seen.clear()
        }
        const route = `${row.origin}-${row.destination}`
        const number = (this.#seen.get(route) ?? 0) + 1
        this.#seen.set(route, number)
        const name = `${time(departed).slice(0, 16).replace(/[-:]/g, '').replace(' ', '-')}-${route}`
        return number === 1 ? name : `${name}-${number}`
    }
}

function line(id, {local, departed, landed, row}) {
    const late = Number(row.delay) >= LATE_MINUTES ? 1 : 0
    return `${id},${time(departed)},${time(local)},${time(landed)},${row.origin},${row.destination},${row.distance},${row.delay},${late}\n`
}

const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(join(data, 'flights-3m.parquet')),
    compressors: {ZSTD: (bytes, length) => decompress(bytes, new Uint8Array(length))},
})
const flights = rows.map(flight).sort((a, b) => a.departed - b.departed)
const out = createGzip()
const written = out.pipe(createWriteStream(process.argv[2]))
out.write('flight_id,departed_at,local_time,landed_at,origin,destination,distance,delay,late\n')
const ids = new Ids()
for (let from = 0; from < flights.length; from += LINES_AT_ONCE) {
    const lines = flights.slice(from, from + LINES_AT_ONCE).map(one => line(ids.next(one), one))
    if (!out.write(lines.join(''))) {
        await once(out, 'drain')
    }
}
out.end()
await finished(written)
console.log(`${flights.length} flights from ${time(flights[0].departed)} to ${time(flights.at(-1).departed)} UTC`)
