package io.millrace.event;

import java.io.Serializable;

/** Opens, where it is used, what can't travel there itself: a decoder or encoder with its connections. */
public interface Opener<T> extends Serializable {
    T open();
}
