/**
 * Abstract tests, one per SPI, inherited by everything that implements it.
 *
 * <p>A storage backend's test is one class that extends {@link
 * dev.meerkat.contract.StorageContract} and names its provider. The contract's parts stand in
 * classes of their own, each extending the one before: {@code StorageFixture} (opening and
 * closing), {@code RecordContract}, {@code SortedContract}, {@code TransactionContract}, {@code
 * EnvironmentContract}, {@code ModelContract}. {@link dev.meerkat.contract.AssertingStorage} wraps
 * any storage and checks how it is used. To add a test, put it where its subject is; every backend
 * then has it.
 *
 * <p>Threads: as JUnit runs them; each test has an environment of its own.
 */
@NullMarked
package dev.meerkat.contract;

import org.jspecify.annotations.NullMarked;
