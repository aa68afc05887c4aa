import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

export type SafetyOptions = {
  readonly publicOrigin: string;
  /** Pages come from source: the development tools write styles and scripts into the page. */
  readonly fromSource: boolean;
  /** Where a form may lead: the identity provider, besides ourselves. */
  readonly providerOrigin: string;
};

/** Sets the headers that every answer has, whoever writes it: what stands in front of the framework, the API, pages, files, errors. */
export function safetyHeaders(options: SafetyOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const set = helmet(headersFor(options));
  return (request, response) => set(request, response, () => undefined);
}

/** The same headers as lines, for an answer that is written to a socket by hand. */
export function safetyLines(options: SafetyOptions): readonly string[] {
  const lines: string[] = [];
  const paper = {
    setHeader: (name: string, value: string | number | readonly string[]) => void lines.push(`${name}: ${String(value)}`),
    removeHeader: () => undefined,
  };
  helmet(headersFor(options))(null as never, paper as unknown as ServerResponse, () => undefined);
  return lines;
}

function headersFor({ publicOrigin, providerOrigin, fromSource }: SafetyOptions) {
  const ours = fromSource ? ["'self'", "'unsafe-inline'"] : ["'self'"];
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ours,
        styleSrc: ours,
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        // Signing out posts to us and is sent on to the provider.
        formAction: ["'self'", providerOrigin],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: publicOrigin.startsWith('https://') ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' as const },
    xFrameOptions: { action: 'deny' as const },
  };
}
