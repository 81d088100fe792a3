package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.kernel.ticket.Ticket;
import io.boxoffice.kernel.ticket.TicketSigner;
import io.boxoffice.notification.domain.MailWriter;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/** Gives the writer of mails what it needs from the configuration: at the start, so that a missing key ends it there. */
class Stationery {

    @Produces
    @Singleton
    @Startup
    MailWriter writer(MailSettings mail, LinkSettings links, TicketSigner signer) throws AddressException {
        return new MailWriter(
                domain(new InternetAddress(mail.from(), true)),
                links.booking().toString(),
                (booking, seat) -> signer.sign(new Ticket(booking, seat)));
    }

    /** What we are called on the net. */
    static String domain(InternetAddress from) {
        return from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    }
}
