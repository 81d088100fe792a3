package io.boxoffice.kernel.planted.reaching.adapter.out.mail;

/** An adapter. */
public interface SmtpMail {}
