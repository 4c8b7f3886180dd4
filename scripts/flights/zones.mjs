// Time zones of the airports: of each state the one of its airports in the data, and the airports that have another.

const STATES = {
    AK: 'America/Anchorage', AL: 'America/Chicago', AR: 'America/Chicago', AZ: 'America/Phoenix', CA: 'America/Los_Angeles',
    CO: 'America/Denver', CT: 'America/New_York', DC: 'America/New_York', FL: 'America/New_York', GA: 'America/New_York',
    HI: 'Pacific/Honolulu', IA: 'America/Chicago', ID: 'America/Boise', IL: 'America/Chicago', IN: 'America/Indiana/Indianapolis',
    KS: 'America/Chicago', KY: 'America/New_York', LA: 'America/Chicago', MA: 'America/New_York', MD: 'America/New_York',
    ME: 'America/New_York', MI: 'America/Detroit', MN: 'America/Chicago', MO: 'America/Chicago', MS: 'America/Chicago',
    MT: 'America/Denver', NC: 'America/New_York', ND: 'America/Chicago', NE: 'America/Chicago', NH: 'America/New_York',
    NJ: 'America/New_York', NM: 'America/Denver', NV: 'America/Los_Angeles', NY: 'America/New_York', OH: 'America/New_York',
    OK: 'America/Chicago', OR: 'America/Los_Angeles', PA: 'America/New_York', PR: 'America/Puerto_Rico', RI: 'America/New_York',
    SC: 'America/New_York', SD: 'America/Chicago', TN: 'America/Chicago', TX: 'America/Chicago', UT: 'America/Denver',
    VA: 'America/New_York', VI: 'America/Puerto_Rico', VT: 'America/New_York', WA: 'America/Los_Angeles', WI: 'America/Chicago',
    WV: 'America/New_York', WY: 'America/Denver',
}

const AIRPORTS = {
    CHA: 'America/New_York', ELP: 'America/Denver', EVV: 'America/Chicago', MQT: 'America/Detroit', PNS: 'America/Chicago',
    RAP: 'America/Denver', TRI: 'America/New_York', TYS: 'America/New_York', VPS: 'America/Chicago',
}

const HOUR_MS = 3_600_000

/** Gives the zone of an airport by its code. The lines are those of airports.csv, the first one its header. */
export function zonesOf(lines) {
    const states = new Map(lines.slice(1).map(line => line.match(/^(\w+),(?:"[^"]*"|[^,]*),(?:"[^"]*"|[^,]*),(\w+),/)).filter(Boolean).map(found => [found[1], found[2]]))
    return airport => {
        const zone = AIRPORTS[airport] ?? STATES[states.get(airport)]
        if (!zone) {
            throw new Error(`airport ${airport} of state ${states.get(airport)} has no time zone; add it to zones.mjs`)
        }
        return zone
    }
}

/** Turns wall clock times into UTC; both as milliseconds. A time that the clock skips in spring becomes an hour later. */
export class Clocks {
    #formats = new Map()
    #offsets = new Map()

    utc(wall, zone) {
        return wall - this.#offset(wall - this.#offset(wall, zone), zone)
    }

    #offset(utc, zone) {
        const hour = Math.floor(utc / HOUR_MS)
        const key = zone + hour
        let offset = this.#offsets.get(key)
        if (offset === undefined) {
            offset = this.#wall(hour * HOUR_MS, zone) - hour * HOUR_MS
            this.#offsets.set(key, offset)
        }
        return offset
    }

    #wall(utc, zone) {
        let format = this.#formats.get(zone)
        if (!format) {
            format = new Intl.DateTimeFormat('en-US', {
                timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
            })
            this.#formats.set(zone, format)
        }
        const part = Object.fromEntries(format.formatToParts(utc).map(({type, value}) => [type, Number(value)]))
        return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute)
    }
}
