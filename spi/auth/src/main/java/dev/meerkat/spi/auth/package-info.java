/**
 * Authentication mechanisms: a {@link dev.meerkat.spi.auth.AuthMechanism} opens a {@link
 * dev.meerkat.spi.auth.SaslConversation} for each login and reads what is stored of a user through
 * a {@link dev.meerkat.spi.auth.CredentialStore}.
 *
 * <p>To add a mechanism: implement {@code AuthMechanism}, name it in a provider, list the provider
 * in {@code module-info} and in {@code META-INF/services}. Threads: mechanisms are immutable,
 * conversations confined to one connection.
 */
package dev.meerkat.spi.auth;
