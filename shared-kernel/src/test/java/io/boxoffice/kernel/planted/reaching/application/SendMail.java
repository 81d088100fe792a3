package io.boxoffice.kernel.planted.reaching.application;

import io.boxoffice.kernel.planted.reaching.adapter.out.mail.SmtpMail;
import java.util.Optional;

/** A use case that knows an adapter. */
public class SendMail {

    private final Optional<SmtpMail> mail = Optional.empty();

    public boolean handle(SmtpMail other) {
        return mail.equals(Optional.of(other));
    }
}
