import pg from 'pg';

interface Connecting {
  connect: (this: pg.Client, ...told: unknown[]) => unknown;
}

/**
 * Has somebody listen for the errors of every connection from before it is made, so that one which breaks in the moment in which
 * it is admitted does not end the process. A server that dies then sends both messages at once, and the libraries, of which the
 * queue makes connections of its own, listen only after they have heard of the first.
 *
 * Nothing is lost by it: a broken connection refuses every question, and its end is an error again, which they do hear.
 */
export function surviveEarlyErrors(): void {
  const prototype: Connecting = pg.Client.prototype;
  const { connect } = prototype;
  prototype.connect = function (...told) {
    this.on('error', () => undefined);
    return connect.apply(this, told);
  };
}
