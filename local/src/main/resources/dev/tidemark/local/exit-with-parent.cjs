// Loaded before a child's own program: ends the process when the parent does, and keeps its servers
// on the loopback interface.
'use strict';
const net = require('node:net');

// The parent holds the other end of standard input; however it ends, that end closes.
// A signal, because the emulator's own runtime takes process.exit for itself.
const end = () => process.kill(process.pid, 'SIGKILL');
process.stdin.on('end', end);
process.stdin.on('error', end);
process.stdin.resume();

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number') {
    const callbacks = rest.filter((argument) => typeof argument === 'function');
    return listen.call(this, { port: first, host: '127.0.0.1' }, ...callbacks);
  }
  return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
};
