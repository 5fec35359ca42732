import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { Button } from './button.tsx';
import { Empty } from './empty.tsx';

interface BoundaryProps {
  /** What is drawn inside, as a sentence begins with it: `The preview`. */
  readonly what: string;
  /** Whenever one of these changes it is drawn anew. */
  readonly resetOn?: readonly unknown[];
  readonly children: ReactNode;
}

const never: readonly unknown[] = [];

/** Keeps a failure to draw in its own part of the window: what happened is said there, and the rest goes on. */
export function Boundary({ what, resetOn = never, children }: BoundaryProps): ReactNode {
  return (
    // oxlint-disable-next-line react/no-unstable-nested-components -- drawn as part of this one, once it has failed
    <ErrorBoundary resetKeys={[...resetOn]} fallbackRender={(props) => <Failure what={what} {...props} />}>
      {children}
    </ErrorBoundary>
  );
}

function Failure({ what, error, resetErrorBoundary }: FallbackProps & { readonly what: string }): ReactNode {
  const message = error instanceof Error ? error.message : String(error);
  const details = [`${what} could not be drawn`, error instanceof Error ? (error.stack ?? message) : message].join(
    '\n',
  );
  return (
    <div role="alert">
      <Empty
        icon={<TriangleAlert size={28} strokeWidth={1.5} />}
        title={`${what} could not be drawn`}
        actions={
          <>
            <Button onPress={resetErrorBoundary}>Try again</Button>
            <Button look="quiet" onPress={() => void navigator.clipboard.writeText(details).catch(() => undefined)}>
              Copy details
            </Button>
          </>
        }
      >
        {`This is a fault in Whence: ${message}. The rest of the window works on.`}
      </Empty>
    </div>
  );
}
