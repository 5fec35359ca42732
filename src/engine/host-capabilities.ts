/**
 * What a host does besides answering calls. A host is never told apart by its name: each chooses these for itself, from one of
 * the two sets below or one by one.
 */
export interface HostCapabilities {
  /** Open roots are watched, where the settings say so. */
  readonly watches: boolean;
  /** Blame and search of a root are made ready when it is opened, as they will be asked for. */
  readonly warmsUp: boolean;
  /** All files are blamed in the background after indexing and after commits. Otherwise only what is asked for. */
  readonly blamesInBackground: boolean;
  /** Closing a root waits for what the index's other threads are at. A process that ends right after need not wait. */
  readonly settlesOnClose: boolean;
  /** Every call is the person's own word, so that nothing has to be confirmed. */
  readonly callsAreThePersons: boolean;
  /** Questions come up where the person may not be looking, such as a terminal: the window says that one waits there. */
  readonly asksElsewhere: boolean;
}

/** A host with a window, which stays as long as that does. */
export const windowCapabilities: HostCapabilities = {
  watches: true,
  warmsUp: true,
  blamesInBackground: true,
  settlesOnClose: true,
  callsAreThePersons: false,
  asksElsewhere: false,
};

/** A host that does one thing that the person typed, and ends. */
export const commandCapabilities: HostCapabilities = {
  watches: false,
  warmsUp: false,
  blamesInBackground: false,
  settlesOnClose: false,
  callsAreThePersons: true,
  asksElsewhere: false,
};
