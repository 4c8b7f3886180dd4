package io.millrace.dev.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * How many bytes the threads of another JVM have allocated, as that JVM counts them itself. Threads that have ended do not count, so only the difference between two moments of a steady job
 * means something.
 */
final class Allocation implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final ObjectName threads;

    private Allocation(JMXConnector connector) throws IOException, JMException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        this.threads = new ObjectName("java.lang:type=Threading");
    }

    /** Connects to a JVM of the same user on this machine. */
    @SuppressWarnings("BanJNDI") // the address is that of a process which we have started, told by itself
    static Allocation of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            return new Allocation(JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } catch (AttachNotSupportedException | IOException | JMException e) {
            throw new BenchException("The TaskManager's JVM does not tell what it allocates: " + e, e);
        }
    }

    long bytes() {
        try {
            Object ids = server.getAttribute(threads, "AllThreadIds");
            Object[] arguments = {ids};
            String[] signature = {"[J"};
            long sum = 0;
            for (long bytes : (long[]) server.invoke(threads, "getThreadAllocatedBytes", arguments, signature)) {
                sum += Math.max(0, bytes);
            }
            return sum;
        } catch (IOException | JMException e) {
            throw new BenchException("The TaskManager's JVM does not tell what it allocates: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new BenchException("The connection to the TaskManager's JVM can't be closed: " + e, e);
        }
    }
}
