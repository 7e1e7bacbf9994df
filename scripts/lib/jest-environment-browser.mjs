import { TestEnvironment } from 'jest-environment-jsdom';

// What every browser has and jsdom lacks. Uint8Array comes along because TextEncoder makes Node's, and libraries
// that check `instanceof Uint8Array` would refuse the bytes of another realm.
const missingInJsdom = {
  TextEncoder,
  TextDecoder,
  Uint8Array,
  fetch,
  Headers,
  Request,
  Response,
  ReadableStream,
  WritableStream,
  TransformStream,
  BroadcastChannel,
  structuredClone,
};

/** jsdom with the web platform's globals that the application uses, so that a component test meets a real browser's surface. */
export default class BrowserEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, missingInJsdom);
    Object.defineProperty(this.global.crypto, 'subtle', {
      value: globalThis.crypto.subtle,
      configurable: true,
    });
  }
}
